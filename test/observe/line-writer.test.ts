import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { createLineWriter } from '../../src/observe/line-writer.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const LOG = new URL('../../src/observe/log.ts', import.meta.url)

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

test.each(['a pipe', 'a file'])(
  'What waits when a process ends is written to %s, also where it ends by an error',
  async to => {
    await using directory = await createTempDirectory()
    const path = join(directory.path, 'log')
    const script = `
    const { createLog } = await import(${JSON.stringify(String(LOG))})
    const log = createLog('info')
    for (let n = 0; n < 1000; n++) log.info({ n }, 'line')
    throw new Error('the end')
  `
    const file = await open(path, 'w')
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'ignore', to === 'a file' ? file.fd : 'pipe'],
    })
    const [piped] = await Promise.all([child.stderr ? text(child.stderr) : '', once(child, 'close')])
    await file.close()
    const written = to === 'a file' ? await readFile(path, 'utf8') : piped
    const lines = written.split('\n').filter(line => line.startsWith('{'))
    // What is being written at that moment may come last.
    const numbers = lines.map(line => Number(JSON.parse(line).n)).toSorted((a, b) => a - b)
    expect(numbers).toEqual(Array.from({ length: 1000 }, (_, n) => n))
  },
)
