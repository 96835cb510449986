import { type GraphQLField, type GraphQLObjectType, getNamedType, isAbstractType, isObjectType } from 'graphql'
import type { DirectiveUse } from '../schema/definition.ts'
import { suggestOrList } from '../schema/suggest.ts'
import type { CompileContext } from './compile-context.ts'
import type { Homes } from './home.ts'
import { reporter } from './problem-list.ts'
import { argumentText } from './template/argument-text.ts'

/** The plain fields that a field's answer carries of its objects, by its `@provides`; undefined without one. */
export function compileProvides(
  { names, problems }: CompileContext,
  homes: Homes,
  { type }: GraphQLField<unknown, unknown>,
  uses: readonly DirectiveUse[],
): ReadonlySet<string> | undefined {
  const use = uses.find(({ name }) => name === 'provides')
  if (!use) return undefined
  const report = reporter(problems, use)
  const named = getNamedType(type)
  const home = isObjectType(named) ? homes.of(named.name) : undefined
  if (!isObjectType(named) || !home) {
    const message = `@provides says what an answer carries of objects with a home, and ${named.name} has none.`
    const suggestion = isAbstractType(named)
      ? 'Remove it, and give each object type a field that finds the key, as in user: User @map(from: "id").'
      : 'Remove it, or give the type a home.'
    if (!homes.isMissing(named.name)) report(undefined, message, suggestion)
    return undefined
  }
  const isPlain = (name: string) => names.isPlainField(named.name, name)
  const listed = argumentText(use.args.fields)
    .split(/[\s,]+/)
    .filter(name => name !== '')
  for (const name of listed)
    if (!isPlain(name))
      report(
        'fields',
        `${named.name} has no plain field "${name}".`,
        suggestOrList(name, plainFields(named, isPlain), 'fields'),
      )
  const added = uses.flatMap(({ args }) => (typeof args.with === 'object' ? Object.keys(args.with ?? {}) : []))
  const provides = new Set([...listed, ...added].filter(isPlain))
  for (const { name, field } of home.bound.key)
    if (field !== undefined && !provides.has(field))
      report('fields', `the answer must carry "${name}", the key of the home of ${named.name}.`, `Add ${field}.`)
  return provides
}

function plainFields(type: GraphQLObjectType, isPlain: (name: string) => boolean): readonly string[] {
  return Object.keys(type.getFields()).filter(isPlain)
}
