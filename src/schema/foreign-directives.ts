import type { ForeignPurpose } from './kind/source-kind.ts'
import { SOURCE_KINDS } from './kind/source-kinds.ts'

interface Foreign {
  readonly names: readonly string[]
  /** What to do whatever the kind of source is. */
  readonly remedy?: string
  /** What each kind has for it is told too. */
  readonly purpose?: ForeignPurpose
}

/**
 * Directives of Apollo Federation and Connectors, Hasura, GraphQL Mesh, StepZen, Tailcall, and of mappers of databases whose
 * files look like ours; and what there is in Sluice instead.
 */
const FOREIGN: readonly Foreign[] = [
  {
    names: ['key', 'external', 'requires', 'merge', 'computed', 'model', 'table', 'node'],
    remedy: 'An object is found by the directive of its type.',
    purpose: 'home',
  },
  {
    names: [
      'join',
      'relation',
      'relationship',
      'hasOne',
      'hasMany',
      'belongsTo',
      'manyToMany',
      'materializer',
      'resolveTo',
    ],
    remedy: 'A field says itself what of its parent it takes.',
    purpose: 'join',
  },
  { names: ['rest', 'connect', 'call', 'httpOperation', 'resolver'], purpose: 'field' },
  { names: ['dbquery', 'cypher'], purpose: 'statement' },
  { names: ['server', 'upstream', 'transport'], purpose: 'source' },
  {
    names: ['cache', 'cached', 'cacheControl'],
    remedy: 'How long an answer may be kept is said by its source.',
    purpose: 'cache',
  },
  {
    names: ['link', 'shareable', 'extends', 'override', 'interfaceObject', 'composeDirective'],
    remedy: 'Remove it: all types and fields of the file are served, none by another subgraph.',
  },
  {
    names: ['inaccessible', 'tag', 'omit', 'hide'],
    remedy: 'Remove it: what clients are not to see is left out of the file.',
  },
  {
    names: ['auth', 'policy', 'protected', 'isAuthenticated', 'hasRole'],
    remedy:
      'Write @authenticated or @requiresScopes(scopes: [["…"]]), and say by @jwt at the schema whose tokens are trusted.',
  },
  {
    names: ['complexity'],
    remedy:
      'Write @cost(weight: …) at a field or type, and @listSize at a list; --limits cost=… is what an operation may cost.',
  },
  {
    names: ['alias', 'rename', 'modify', 'column', 'selection'],
    remedy: 'Write @map(from: "…") at a field whose value the upstream has under another name.',
  },
  {
    names: ['expr', 'addField'],
    remedy: 'Write @map with a template, as in @map(from: "{$this.first} {$this.last}").',
  },
  {
    names: ['unique', 'index', 'default', 'search', 'constraint', 'length', 'preset', 'primaryKey'],
    remedy: 'Remove it: indexes, defaults and rules for values are those of the upstream.',
  },
  {
    names: ['js', 'function', 'lambda', 'sequence'],
    remedy: 'Write templates with pipes, as in {$args.name | lower}; what needs code is done by the upstream.',
  },
  {
    names: ['grpc', 'grpcMethod', 'graphql', 'soap'],
    remedy: `Sources are of these kinds: ${[...SOURCE_KINDS.keys()].join(', ')}.`,
  },
]

const BY_NAME: ReadonlyMap<string, Foreign> = new Map(
  FOREIGN.flatMap(foreign => foreign.names.map(name => [name, foreign] as const)),
)

/** What Sluice has instead of a directive of another system, undefined for one that is of none. */
export function foreignDirective(name: string): string | undefined {
  const foreign = BY_NAME.get(name)
  if (!foreign) return undefined
  const { remedy, purpose } = foreign
  const ways = purpose && waysTo(purpose)
  return [...(remedy === undefined ? [] : [remedy]), ...(ways === undefined ? [] : [`Write ${ways}.`])].join(' ')
}

/** What the kinds of sources have for a purpose, as `Write …` goes on; undefined where none has anything. */
export function waysTo(purpose: ForeignPurpose): string | undefined {
  const ways = [...SOURCE_KINDS.values()].flatMap(({ instead }) => instead?.[purpose] ?? [])
  return ways.length === 0 ? undefined : ways.join(', or ')
}
