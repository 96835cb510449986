export interface ProgressLine extends Disposable {
  /** Says what is under way, instead of what was said before. */
  tell(text: string): void
}

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>

/** A line on standard error that is written over, and gone at the end; nothing where that is no terminal. */
export function startProgressLine(terminal: Terminal = process.stderr): ProgressLine {
  const write = (text: string) => {
    // The beginning of the line, and what is on it erased (ECMA-48, EL).
    if (terminal.isTTY) terminal.write(`\r\u001b[K${text}`)
  }
  return { tell: write, [Symbol.dispose]: () => write('') }
}
