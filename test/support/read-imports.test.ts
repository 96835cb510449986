import { expect, test } from 'vitest'
import { readImports } from './read-imports.ts'

test('All ways to import a file are seen, and nothing else', () => {
  const source = `
import { one, type Two } from './one.ts'
import type { Three } from '../three.ts'
import * as four from 'four'
import {
  five,
  six,
} from '@five/six'
import './seven.ts'
export { eight } from './eight.ts'
export type { Nine } from './nine.ts'
// import { no } from './comment.ts'
/**
 * import { no } from './docstring.ts'
 */
export const ten = await import('./ten.ts')
export const text = "from './text.ts'"
export const worker = new Worker(new URL(\`./worker\${extname(import.meta.filename)}\`, import.meta.url))
export const eleven = new Worker(new URL('./eleven.ts', import.meta.url))
export const data = new URL('./data.json', import.meta.url)
`
  expect(readImports(source).map(({ specifier, typeOnly }) => (typeOnly ? `type ${specifier}` : specifier))).toEqual([
    './one.ts',
    'type ../three.ts',
    'four',
    '@five/six',
    './seven.ts',
    './eight.ts',
    'type ./nine.ts',
    './ten.ts',
    './worker.ts',
    './eleven.ts',
  ])
})
