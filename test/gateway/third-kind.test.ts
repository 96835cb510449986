import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('A third kind of source is an entry in each table: its bindings and homes answer, and messages name it', async () => {
  const script = join(import.meta.dirname, 'third-kind.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [script])
  expect(JSON.parse(stdout)).toEqual({
    answer: {
      data: {
        posts: [
          { title: 'First', author: { id: '1', name: 'Ada' } },
          { title: 'Second', author: { id: '2', name: 'Bob, as the post has him' } },
        ],
      },
    },
    calls: ['Query.posts [[]]', 'User [[1]]'],
    problems: [
      '@source(name: "attic"): a source is either http, sql or memory, and this one says neither. Write http: { baseURL: "…" }, sql: { url: "…" } or memory: { room: "…" }.',
      'Query.a: a field of Query needs a binding. Add @http(GET: "/…"), @sql(…) or @memory(shelf: "…").',
      'Query.b: a field has one binding. Keep one of @http, @sql and @memory.',
      'Query.c: "cellar" is a memory source, and @http needs an http source. Declare one: extend schema @source(name: "api", http: { baseURL: "https://host/path" }).',
    ],
  })
})
