import { expect, test } from 'vitest'
import { findProgram } from './find-program.ts'

const program = { title: 'Nothing', debianPackages: ['nothing-core', 'nothing-client'], variable: 'NOTHING_PATH' }

test('A program is found by the first of its names that the machine has', async () => {
  expect(await findProgram({ ...program, commands: ['no-such-program', 'sh'] })).toMatch(/\/sh$/)
})

test('A missing program is one line that says what to install', async () => {
  await expect(findProgram({ ...program, commands: ['no-such-program'] })).rejects.toThrow(
    /^Nothing is needed: install nothing-core nothing-client \(Debian\) or set NOTHING_PATH$/,
  )
})
