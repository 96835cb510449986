import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What may be used in a program under any licence, with its notice. */
const LICENCES = ['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0']

interface Locked {
  readonly dev?: boolean
  readonly peer?: boolean
  readonly license?: string
}

/** What an install of the package brings, by its place in node_modules; optional peers are who installs them's to choose. */
function installed(): readonly (readonly [string, Locked])[] {
  const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> }
  return Object.entries(packages).filter(([path, { dev, peer }]) => path !== '' && !dev && !peer)
}

test('Every dependency has a reason in the docs', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { readonly dependencies: object }
  const told = [...read('docs/decisions/dependencies.md').matchAll(/^\| `([^`]+)` +\| \S/gm)].map(([, name]) => name)
  expect(told).toEqual(Object.keys(dependencies))
})

test('Whatever an install brings has a licence that leaves its user free', () => {
  const packages = installed()
  expect(packages.length).toBeGreaterThan(50)
  const others = packages.flatMap(([path, { license }]) => {
    const file = join(path, 'package.json')
    // What is for another machine is only in the lock file.
    const said = existsSync(join(root, file)) ? JSON.parse(read(file)).license : license
    return LICENCES.includes(said) ? [] : [`${path}: ${said}`]
  })
  expect(others).toEqual([])
})
