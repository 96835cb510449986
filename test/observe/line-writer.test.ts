import { expect, test } from 'vitest'
import { createLineWriter } from '../../src/observe/line-writer.ts'

/** A place to write to that answers when it is told. */
function heldPlace() {
  const sent: { text: string; done: (arrived: boolean) => void }[] = []
  const writer = createLineWriter(
    (text, done) => void sent.push({ text, done }),
    count => `${count} lost\n`,
  )
  return { writer, sent }
}

test('Lines are written in their order, those that came meanwhile at once', () => {
  const { writer, sent } = heldPlace()
  for (const line of ['a\n', 'b\n', 'c\n']) writer.write(line)
  expect(sent.map(({ text }) => text)).toEqual(['a\n'])
  sent[0]?.done(true)
  expect(sent.map(({ text }) => text)).toEqual(['a\n', 'b\nc\n'])
})

test('Lines that do not arrive are counted, and told once one arrives', () => {
  const { writer, sent } = heldPlace()
  for (const line of ['a\n', 'b\n', 'c\n']) writer.write(line)
  sent[0]?.done(false)
  sent[1]?.done(false)
  writer.write('d\n')
  sent[2]?.done(true)
  sent[3]?.done(true)
  writer.write('e\n')
  expect(sent.map(({ text }) => text)).toEqual(['a\n', 'b\nc\n', 'd\n', '3 lost\n', 'e\n'])
})

test('What waits has a limit, beyond which lines are dropped', () => {
  const { writer, sent } = heldPlace()
  const line = `${'x'.repeat(2 ** 20 - 1)}\n`
  for (let count = 0; count < 10; count++) writer.write(line)
  sent[0]?.done(true)
  expect(sent[1]?.text).toBe(`5 lost\n${line.repeat(4)}`)
})
