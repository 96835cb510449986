import { camelCase, capital, constantCase, pascalCase } from './case.ts'
import { RESERVED_TYPES, ROOTS } from './name-types.ts'
import { wordsOf } from './words.ts'

/** What an import calls the things that are named once in a schema of several files; by default as it finds them. */
export interface Renaming {
  /** `Film` is `ShopFilm`; root types, scalars and what Sluice makes of them keep their names. Throws Error for a name that is taken so. */
  type(name: string): string
  /** Of a field of `Query` or `Mutation`: `films` is `shopFilms`. */
  rootField(name: string): string
  /** `db` is `shopDb`. */
  source(name: string): string
  /** Of the environment: `DATABASE_URL` is `SHOP_DATABASE_URL`. */
  variable(name: string): string
  /** `Film.title` is `ShopFilm.title`, `Query.films(limit:)` is `Query.shopFilms(limit:)`. */
  coordinate(coordinate: string): string
}

const SAME = (name: string) => name

export const NO_RENAMING: Renaming = { type: SAME, rootField: SAME, source: SAME, variable: SAME, coordinate: SAME }

/** The names with a prefix in front: `Shop`. Throws Error for what can't be one. */
export function createRenaming(prefix: string | undefined): Renaming {
  if (prefix === undefined) return NO_RENAMING
  const words = wordsOf(prefix)
  if (!/^[a-z]/.test(words[0] ?? '')) throw new Error(`"${prefix}" can't begin a name. Write --prefix Shop`)
  const [ofTypes, ofFields, ofVariables] = [pascalCase(words), camelCase(words), constantCase(words)]
  const rootField = (name: string) => `${ofFields}${capital(name)}`
  const type = (name: string) => {
    if (RESERVED_TYPES.has(name)) return name
    const renamed = `${ofTypes}${capital(name)}`
    if (RESERVED_TYPES.has(renamed))
      throw new Error(
        `The prefix "${prefix}" makes ${renamed} of ${name}, which has a meaning of its own. Choose another.`,
      )
    return renamed
  }
  return {
    type,
    rootField,
    source: rootField,
    variable: name => `${ofVariables}_${name}`,
    coordinate(coordinate) {
      const [owner = '', member] = coordinate.split(/\.(.*)/s)
      if (member === undefined) return type(owner)
      return `${type(owner)}.${ROOTS.includes(owner) ? rootField(member) : member}`
    },
  }
}
