import { createInterface } from 'node:readline/promises'

/** Whether there is somebody to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Asks one question after the other on the terminal; an empty answer is an empty text. Throws Error where nobody goes on. */
export async function ask(questions: readonly string[]): Promise<readonly string[]> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const stop = new AbortController()
  // Ctrl-C and the end of the input.
  terminal.on('SIGINT', () => stop.abort()).on('close', () => stop.abort())
  try {
    const answers: string[] = []
    for (const question of questions) answers.push((await terminal.question(question, { signal: stop.signal })).trim())
    return answers
  } catch (cause) {
    throw new Error('\nNothing was written.', { cause })
  } finally {
    terminal.close()
  }
}
