import type { DirectiveUse, SchemaDefinition } from '../../schema/definition.ts'
import type { Homes } from '../home.ts'
import type { FieldOfType } from '../source-kind.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const KEY = /\{\s*\$(?:this|batch)\.(\w+)\s*\}/
const ARGUMENT = /\{\s*\$args\.([\w.]+)\s*\}/
/** In the place of a key or an argument. */
const VALUE = '{}'

/** Tells the fields that arguments are values of by the URLs of the homes of types with global ids. */
export class ArgumentFields {
  readonly #definition: SchemaDefinition
  readonly #homes: Homes
  /** The keys of homes by source and URL, with the query and without it; several where types share a URL. */
  #keys: ReadonlyMap<string, readonly FieldOfType[]> | undefined

  constructor(definition: SchemaDefinition, homes: Homes) {
    this.#definition = definition
    this.#homes = homes
  }

  /**
   * By the argument's path: where a URL is that of the home of one type, with the argument in the place of the key. What else is in the
   * query does not count.
   */
  of(use: DirectiveUse, source: string): ReadonlyMap<string, FieldOfType> {
    const asked = urlOf(use)
    const [argument, path] = ARGUMENT.exec(asked) ?? []
    if (argument === undefined || path === undefined) return new Map()
    this.#keys ??= this.#keysOfHomes(use.name)
    for (const url of variantsOf(asked.replace(argument, VALUE))) {
      const [found, more] = this.#keys.get(`${source} ${url}`) ?? []
      if (found) return new Map(more ? [] : [[path, found]])
    }
    return new Map()
  }

  #keysOfHomes(kind: string): ReadonlyMap<string, readonly FieldOfType[]> {
    const keys = new Map<string, FieldOfType[]>()
    for (const type of this.#definition.nodeTypes) {
      const home = this.#definition.directives.get(type)?.find(({ name }) => name === kind)
      const source = this.#homes.of(type)?.settings.name
      const url = home ? urlOf(home) : ''
      const [key, field] = KEY.exec(url) ?? []
      if (key === undefined || field === undefined) continue
      for (const variant of variantsOf(url.replace(key, VALUE))) {
        const id = `${source} ${variant}`
        keys.set(id, [...(keys.get(id) ?? []), { type, field }])
      }
    }
    return keys
  }
}

function urlOf({ args }: DirectiveUse): string {
  return String(METHODS.map(method => args[method]).find(url => typeof url === 'string') ?? '')
}

/** The URL, and without its query where the value stands before that. */
function variantsOf(url: string): ReadonlySet<string> {
  const path = url.replace(/\?.*$/s, '')
  return new Set(path.includes(VALUE) ? [url, path] : [url])
}
