import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { answerRows } from './answer-rows.ts'

const PROGRAM = new URL('./print-rows.ts', import.meta.url)

test('Where the platform forbids code made at run time, the answer is the same', async () => {
  const forbid = '--disallow-code-generation-from-strings'
  const { stdout } = await promisify(execFile)(process.execPath, [forbid, PROGRAM.pathname])
  expect(stdout).toBe(await answerRows())
  const [first, second] = JSON.parse(stdout)
  expect(first.errors).toEqual([])
  expect(first.data).toContain('{"id":"3","name":"a \\"quoted\\"\\nname","user":{"email":"😀","age":1.5}}')
  expect(second).toEqual(first)
})
