import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startTestGateway } from '../../../support/gateway.ts'
import { startSchemaExecutor } from '../../../support/schema-executor.ts'
import { startUpstream } from '../../../support/upstream.ts'
import { type Item, type PagingOptions, pagingHandler, STYLES, type Style } from './paging-api.ts'
import '../../../support/seed.ts'

const NAMES = Object.keys(STYLES) as Style[]

/** Each style as a whole list, and as a list of each of some groups. */
const SCHEMA = `
extend schema @source(name: "api", http: { baseURL: "{$env.API_URL}" })
type Query {
  groups: [Group!] @http(GET: "/groups")
${NAMES.map(name => `  ${name}: [Item!] @http(GET: "/${name}", select: "data", pages: { ${STYLES[name]} })`).join('\n')}
}
type Item {
  id: ID!
}
type Group {
  id: ID!
${NAMES.map(name => `  ${name}: [Item!] @http(GET: "/${name}?group={$batch.id}", by: "group", select: "data", pages: { ${STYLES[name]} })`).join('\n')}
}
`

const QUERY = `{ ${NAMES.map(name => `${name} { id }`).join(' ')} groups { id ${NAMES.map(name => `${name} { id }`).join(' ')} } }`

const ids = (items: readonly Item[]) => items.map(({ id }) => ({ id: String(id) }))

test('In every style, of any size, each item is there once and in its place, in a list and in each list of a batch', async () => {
  let items: readonly Item[] = []
  let options: PagingOptions = { cap: 1, usual: 1 }
  const serve = pagingHandler(
    () => items,
    () => options,
  )
  await using upstream = await startUpstream(request =>
    request.url === '/groups' ? { json: [{ id: 1 }, { id: 2 }, { id: 3 }] } : serve(request),
  )
  const started = { schema: SCHEMA, environment: { API_URL: upstream.url } }
  await using gateway = await startTestGateway(started)
  await using executor = await startSchemaExecutor(started)
  const scenario = fc.record({
    groups: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 24 }),
    cap: fc.integer({ min: 1, max: 9 }),
    usual: fc.integer({ min: 1, max: 9 }),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ groups, cap, usual }) => {
      items = groups.map((group, id) => ({ id, group }))
      options = { cap, usual }
      const of = (group: number) => ids(items.filter(item => item.group === group))
      const data = {
        ...Object.fromEntries(NAMES.map(name => [name, ids(items)])),
        groups: [1, 2, 3].map(id => ({ id: String(id), ...Object.fromEntries(NAMES.map(name => [name, of(id)])) })),
      }
      expect(JSON.parse((await gateway.query(QUERY)).text)).toEqual({ data })
      expect(JSON.parse((await executor.query(QUERY)).text)).toEqual({ data })
    }),
    { numRuns: 15 },
  )
})
