import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')

test('The tests that the page on security names are there', async () => {
  const page = await readFile(join(ROOT, 'docs/security.md'), 'utf8')
  const files = new Set(await readdir(join(ROOT, 'test'), { recursive: true }))
  const names = new Set([...files].map(file => basename(file)))
  const named = [...page.matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(20)
  const isThere = (name: string) => (name.includes('/') ? files.has(name.replace(/^test\//, '')) : names.has(name))
  expect(named.filter(name => !isThere(name))).toEqual([])
})
