import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file so that whoever reads it sees the former text or all of the new one: a hidden file beside it takes its place. A link
 * stays one, and a file keeps its permissions. Throws what the file system throws.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const mode = (await stat(target).catch(() => undefined))?.mode
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  try {
    await using file = await open(draft, 'wx', mode)
    await file.writeFile(text)
    await file.sync()
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
