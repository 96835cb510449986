import type { Random } from '../execute/random.ts'
import type { Request } from './client.ts'
import { ARGUMENTS, FIELDS } from './fields.ts'
import { CLIENTS } from './model.ts'

/** A selected field. */
export interface Selection {
  readonly key: string
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
  /** None for a leaf. */
  readonly selections: readonly Selection[]
}

export interface Operation {
  readonly type: 'Query' | 'Mutation'
  readonly selections: readonly Selection[]
  /** Whose it is. */
  readonly client: string
  /** After how many milliseconds the client goes away; most stay. */
  readonly leavesAfter?: number
}

/** How many levels of objects a query has at most. */
const DEPTH = 4

/** Where an operation comes from. */
export interface Origin {
  /** Of its text: the same stream gives the same text. */
  readonly shape: Random
  /** Of its variables, and of whose it is. */
  readonly values: Random
  /** Part of its mutations' tokens, and unique. */
  readonly name: string
}

export function randomOperation(origin: Origin): Operation {
  const { shape, values } = origin
  const client = values.pick(CLIENTS)
  const leaving = values.chance(0.02) ? { leavesAfter: values.int(0, 40) } : {}
  if (shape.chance(0.15)) return { type: 'Mutation', client, selections: randomMutations(origin), ...leaving }
  const fields = shape.sample(Object.keys(FIELDS.Query ?? {}), shape.int(1, 3))
  const selections = fields.map(field => select(origin, 'Query', field, field, DEPTH))
  return { type: 'Query', client, selections, ...leaving }
}

function select(origin: Origin, type: string, name: string, key: string, depth: number): Selection {
  const field = FIELDS[type]?.[name]
  if (!field) throw new Error(`there is no ${type}.${name}`)
  const args = field.args?.(origin.values, `${origin.name}-${key}`) ?? {}
  const selections = field.type === undefined ? [] : selectFrom(origin, field.type, depth - 1)
  return { key, name, args, selections }
}

function selectFrom(origin: Origin, type: string, depth: number): Selection[] {
  const { shape } = origin
  const fields = Object.entries(FIELDS[type] ?? {})
  const leaves = fields.filter(([, field]) => field.type === undefined).map(([name]) => name)
  const objects = fields.filter(([, field]) => field.type !== undefined).map(([name]) => name)
  const chosen = [...shape.sample(leaves, shape.int(1, leaves.length)), ...(depth > 0 ? shape.some(objects, 0.4) : [])]
  return chosen.map(name => select(origin, type, name, name, depth))
}

function randomMutations(origin: Origin): Selection[] {
  const { shape } = origin
  return Array.from({ length: shape.int(1, 2) }, (_, at) =>
    select(origin, 'Mutation', shape.pick(Object.keys(FIELDS.Mutation ?? {})), `m${at}`, 3),
  )
}

/** The request: only fields of the root have arguments. */
export function printOperation({ type, selections }: Operation): Request {
  const variables: Record<string, unknown> = {}
  const declared: string[] = []
  const fields = selections.map(selection => {
    const args = Object.entries(selection.args).map(([name, value]) => {
      const variable = `${selection.key}_${name}`
      variables[variable] = value
      declared.push(`$${variable}: ${ARGUMENTS[name]}`)
      return `${name}: $${variable}`
    })
    return printSelection(selection, args)
  })
  const head = declared.length > 0 ? ` (${declared.join(', ')})` : ''
  return { query: `${type === 'Query' ? 'query' : 'mutation'}${head} { ${fields.join(' ')} }`, variables }
}

function printSelection({ key, name, selections }: Selection, args: readonly string[] = []): string {
  const alias = key === name ? '' : `${key}: `
  const given = args.length > 0 ? `(${args.join(', ')})` : ''
  const below = selections.length > 0 ? ` { ${selections.map(each => printSelection(each)).join(' ')} }` : ''
  return `${alias}${name}${given}${below}`
}
