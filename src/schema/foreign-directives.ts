const HOME =
  'Remove it: an object is found by the @http or @sql of its type, as in type User @sql(table: "users", key: "id").'
const NOT_FEDERATED = 'Remove it: all types and fields of the file are served, none by another subgraph.'
const NOT_HIDDEN = 'Remove it: a definition, field or argument that clients are not to see is left out of the file.'
const ACCESS =
  'Remove it: who may see what is decided by the upstream, which gets the client\'s token by headers: ["Authorization: {$headers.authorization}"] at its @source.'
const COST =
  'Remove it: the calls of a request are limited by --max-calls, its size by --max-operation-bytes and --max-answer-bytes.'
const RATE =
  'Remove it: limit requests in the proxy before Sluice; calls to an upstream are limited by maxInFlight at its @source.'
const CACHE =
  'Remove it: answers of an HTTP API are kept as their own Cache-Control says, with cache: { … } at its @source; @sql takes maxAge: "60s".'
const TABLE = 'Write @sql(table: "…") at the type.'
const JOIN = 'Write @sql(where: { id: "{$this.…}" }) or @http(GET: "/…/{$this.…}") at the field.'
const SOURCE = 'Write @source(name: "…", http: { baseURL: "…" }) at extend schema.'
const HTTP = 'Write @http(GET: "/…") at the field, and its base at @source.'
const RENAMED = 'Write @map(from: "…") for a value that the upstream has under another name.'
const COMPUTED = 'Write @map(from: "…") with a template, as in @map(from: "{$this.first} {$this.last}").'
const STATEMENT = 'Write @sql(query: "SELECT …") at the field.'
const DATABASE = 'Remove it: indexes, defaults and rules of values are those of the database and the upstream.'
const NO_CODE = 'Write a template with pipes in @map or @http; what needs code is done by the upstream.'
const NO_KIND = 'Sources are HTTP JSON APIs (@http) and SQL databases (@sql).'

/**
 * Directives of other systems, and what there is in Sluice instead. Apollo Federation and Connectors, Hasura, GraphQL Mesh,
 * StepZen, Tailcall, and the mappers of databases whose files look like ours.
 */
const INSTEAD: readonly (readonly [remedy: string, names: readonly string[]])[] = [
  [HOME, ['key', 'external', 'requires', 'merge', 'computed']],
  [NOT_FEDERATED, ['link', 'shareable', 'extends', 'override', 'interfaceObject', 'composeDirective']],
  [NOT_HIDDEN, ['inaccessible', 'tag', 'omit', 'hide']],
  [ACCESS, ['auth', 'authenticated', 'requiresScopes', 'policy', 'protected', 'isAuthenticated', 'hasRole']],
  [COST, ['cost', 'listSize', 'complexity']],
  [RATE, ['rateLimit']],
  [CACHE, ['cache', 'cached', 'cacheControl']],
  [TABLE, ['model', 'table', 'node']],
  [
    JOIN,
    ['join', 'relation', 'relationship', 'hasOne', 'hasMany', 'belongsTo', 'manyToMany', 'materializer', 'resolveTo'],
  ],
  [SOURCE, ['server', 'upstream', 'transport']],
  [HTTP, ['rest', 'connect', 'call', 'httpOperation']],
  [RENAMED, ['alias', 'rename', 'modify', 'column', 'selection']],
  [COMPUTED, ['expr', 'addField']],
  [STATEMENT, ['dbquery', 'cypher']],
  [DATABASE, ['unique', 'index', 'default', 'search', 'constraint', 'length', 'preset', 'primaryKey']],
  [NO_CODE, ['js', 'resolver', 'function', 'lambda', 'sequence']],
  [NO_KIND, ['grpc', 'grpcMethod', 'graphql', 'soap']],
]

const REMEDIES: ReadonlyMap<string, string> = new Map(
  INSTEAD.flatMap(([remedy, names]) => names.map(name => [name, remedy] as const)),
)

/** What Sluice has instead of a directive of another system, undefined for one that is of none. */
export function foreignDirective(name: string): string | undefined {
  return REMEDIES.get(name)
}
