import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { UnderWay } from '../../src/source/under-way.ts'

const PROGRAM = new URL('./hold-values.ts', import.meta.url).pathname

test('What is under way is found by its key until it has ended, and another may have the key then', () => {
  const underWay = new UnderWay<string, { readonly name: string }>()
  const first = { name: 'first' }
  underWay.set('key', first)
  expect([underWay.get('key'), underWay.get('other')]).toEqual([first, undefined])
  underWay.delete('key')
  underWay.delete('other')
  expect(underWay.get('key')).toBeUndefined()
  underWay.set('key', { name: 'second' })
  expect(underWay.get('key')).toEqual({ name: 'second' })
})

test('Collections of young garbage free what has ended, of which a Map keeps most', async () => {
  const keptBy = async (kind: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', PROGRAM, kind])
    return Number(stdout)
  }
  const map = await keptBy('Map')
  for (const kind of ['UnderWay', 'LinkedList', 'CancelSource']) {
    const ours = await keptBy(kind)
    expect({ kind, ours, map, isLess: ours * 4 < map }).toMatchObject({ isLess: true })
  }
})
