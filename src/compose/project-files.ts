/** A variable of a project's environment; without a value it is to be filled in. */
export interface ProjectVariable {
  readonly name: string
  readonly value: string
}

/** The text of a `.env` file. Throws Error for a value that none can have. */
export function environmentText(variables: readonly ProjectVariable[]): string {
  return variables.map(({ name, value }) => `${name}=${quoted(value)}\n`).join('')
}

/** In quotes that are not in it (Node reads them as they stand but for `\n` in double ones). */
function quoted(value: string): string {
  if (/^[\w@%+:,./?&;~-]*$/.test(value)) return value
  const quote = ["'", '`'].find(each => !value.includes(each))
  if (quote === undefined || /[\r\n]/.test(value))
    throw new Error("A value with line breaks, or with both ' and `, can't stand in .env.")
  return `${quote}${value}${quote}`
}

/** For editors and graphql-codegen: `sluice.graphql` defines what the schema files use. */
export const GRAPHQL_CONFIG = `schema: ['schema/**/*.graphql', sluice.graphql]
documents: 'operations/**/*.graphql'
`

const GIVEN_URL = 'process.env.SLUICE_URL'

/** Of the file that is written, not of this one: the bundle would put this one's in its place. */
const OWN_URL = ['import', 'meta', 'url'].join('.')

/** For `node --test`. */
export const FIRST_TEST = `import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'

const url = ${GIVEN_URL} ?? 'http://127.0.0.1:4000/graphql'

test('operations/first.graphql is answered without errors', async () => {
  const query = await readFile(new URL('../operations/first.graphql', ${OWN_URL}), 'utf8')
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { data, errors } = await response.json()
  assert.deepEqual(errors, undefined)
  assert.ok(data)
})
`

/** Where joins are written, with what is there to begin with. */
export function joinsText(join: string | undefined): string {
  const head = `# Yours: what leads from one source to another. The other files of this folder are written by imports.
# docs: https://github.com/sluice-graphql/sluice/blob/main/docs/schema-language/by-example.md
`
  if (join !== undefined) return `${head}\n${join}`
  return `${head}#
# extend type Post {
#   author: User @map(from: "userId") # an id in the answer for a post: the User with this id
# }
`
}
