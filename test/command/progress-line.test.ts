import { expect, test } from 'vitest'
import { startProgressLine } from '../../src/command/progress-line.ts'

function say(isTTY: boolean): string {
  let written = ''
  const write = (text: string | Uint8Array) => {
    written += text
    return true
  }
  {
    using line = startProgressLine({ isTTY, write })
    line.tell('one')
    line.tell('two')
  }
  return written
}

test('A terminal has one line, which is gone at the end', () => {
  expect(say(true)).toBe('\r\u001b[Kone\r\u001b[Ktwo\r\u001b[K')
})

test('Where standard error is no terminal, nothing is said', () => {
  expect(say(false)).toBe('')
})
