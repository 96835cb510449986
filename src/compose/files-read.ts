import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/** What a schema has been made of beside its own files: those that it names, and code of one's own. */
export class FilesRead {
  /** By their paths; undefined for what could not be read. */
  readonly #texts = new Map<string, string | undefined>()

  /** The text of a file. Throws as Node does. */
  read(path: string): string {
    this.#texts.set(path, undefined)
    const text = readFileSync(path, 'utf8')
    this.#texts.set(path, text)
    return text
  }

  /** Notes a file that is about to be read by somebody else. */
  note(path: string): void {
    try {
      this.read(path)
    } catch {
      // Whoever reads it says so.
    }
  }

  /** Whether anything else is in one of them than was when it was read, or asked for last. */
  async haveChanged(): Promise<boolean> {
    let changed = false
    for (const [path, known] of [...this.#texts]) {
      const text = await readFile(path, 'utf8').catch(() => undefined)
      if (text === known || this.#texts.get(path) !== known) continue
      this.#texts.set(path, text)
      changed = true
    }
    return changed
  }
}
