import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { markdownFiles, readMarkdown } from './markdown.ts'

const root = join(import.meta.dirname, '../..')
const files = markdownFiles()

/** Links that lead nowhere, as `file:line target`. */
function brokenLinks(all: typeof files): string[] {
  const anchors = new Map(all.map(file => [file.path, file.anchors]))
  return all.flatMap(file =>
    file.links
      .filter(({ target }) => !/^[a-z][a-z+.-]*:/i.test(target))
      .filter(({ target }) => {
        const [path = '', anchor] = target.split('#')
        const place = path === '' ? file.path : posix.join(dirname(file.path), decodeURIComponent(path))
        if (path !== '' && !existsSync(join(root, place))) return true
        return anchor !== undefined && !anchors.get(place)?.has(anchor)
      })
      .map(({ target, line }) => `${file.path}:${line} ${target}`),
  )
}

test('Every relative link of every page leads to a file, and its anchor to a heading', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap(({ links }) => links).length).toBeGreaterThan(50)
  expect(brokenLinks(files)).toEqual([])
})

test('A link to no file, no heading, or a heading in a block is told with its line', () => {
  const page = readMarkdown(
    'docs/page.md',
    [
      '# One `two` (three), four',
      '# Again',
      '# Again',
      '```sh',
      '# no heading',
      '[no link](nowhere.md)',
      '```',
      '[a](#one-two-three-four) [b](#again-1) `[c](nowhere.md)` [d](https://host/nowhere.md#x) [e](errors.md)',
      '[f](nowhere.md) [g](#no-heading) [h](errors.md#nowhere) [i](#again-2)',
    ].join('\n'),
  )
  const errors = files.filter(({ path }) => path === 'docs/errors.md')
  expect(brokenLinks([page, ...errors]).filter(link => link.startsWith('docs/page.md'))).toEqual([
    'docs/page.md:9 nowhere.md',
    'docs/page.md:9 #no-heading',
    'docs/page.md:9 errors.md#nowhere',
    'docs/page.md:9 #again-2',
  ])
})

test('Every page that code, a script or a table names is there', () => {
  const sources = globSync(['{src,test,build,bench,demo}/**/*.{ts,tsx,md}', 'README.md', 'package.json'], {
    cwd: root,
    exclude: ['**/node_modules/**', 'src/graphiql/dist/**', 'test/docs/**'],
  })
  const named = sources.flatMap(path => {
    const text = readFileSync(join(root, path), 'utf8')
    return [...text.matchAll(/\bdocs\/[\w/-]+\.md\b/g)].map(([name]) => ({ path, name }))
  })
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter(({ name }) => !existsSync(join(root, name)))).toEqual([])
})
