import { type GraphQLField, type GraphQLOutputType, getNamedType, getNullableType, isListType } from 'graphql'
import { printPath } from '../plan/path.ts'
import type { BoundPlan } from '../plan/schema-plan.ts'
import type { DirectiveUse } from '../schema/definition.ts'
import { waysTo } from '../schema/foreign-directives.ts'
import type { CompileContext } from './compile-context.ts'
import type { Homes } from './home.ts'
import { isKeyType, KEY_TYPE_NAMES } from './key-type.ts'
import { type Report, reporter } from './problem-list.ts'
import type { CompiledBinding } from './source-kind.ts'
import { isNoType, typeBehind } from './template/argument-type.ts'
import { compileTemplate, readTemplate } from './template/compile-template.ts'
import type { RawExpression, RawTemplate } from './template/parse-template.ts'
import { kindBehind, kindOfType } from './template/value-kind.ts'

type Field = GraphQLField<unknown, unknown>

/**
 * Compiles the `@map(from: "{$args.id}")` of a field of the query's root: the home of the field's type loads the object, or
 * the objects, by what the arguments say. Reports every mistake in it.
 */
export function compileKeyed(
  base: CompileContext,
  homes: Homes,
  field: Field,
  use: DirectiveUse,
): CompiledBinding | undefined {
  const report = reporter(base.problems, use)
  const from = String(use.args.from)
  const raw = readTemplate(from, 'from', report)
  const home = homeOf(homes, getNamedType(field.type).name, report)
  if (use.args.source !== undefined)
    report('source', 'the key is given to the home of the type, which has its source.', 'Remove source.')
  const parts = raw?.filter(part => typeof part !== 'string') ?? []
  const strays = parts.filter(({ root }) => root !== 'args' && root !== 'env')
  for (const part of strays) refuseStray(part, report)
  if (!raw || !home || strays.length > 0) return undefined
  const template = compileTemplate(
    raw,
    { argument: 'from', required: true, takes: depthOf(field.type) > 0 ? 'list' : 'scalar' },
    {
      report,
      environment: base.environment,
      args: field.args,
      coordinate: use.coordinate,
      keys: undefined,
      hasUsers: false,
      shapes: base.shapes,
      source: home.source,
    },
  )
  for (const part of parts) if (part.root === 'args') checkArgument(part, raw.length === 1, field, report)
  return {
    bound: undefined,
    keyed: { home, template },
    argumentFields: argumentFieldsOf(raw, home, getNamedType(field.type).name),
    applied: [],
    meaningless: new Map(),
  }
}

function homeOf(homes: Homes, type: string, report: Report): BoundPlan | undefined {
  const home = homes.of(type)
  const [, more] = home?.bound.key ?? []
  if (more)
    report(
      'from',
      `the key of ${type} has several values, and one stands here.`,
      'Bind the field to its source itself.',
    )
  if (!home && !homes.isMissing(type))
    report(undefined, `${type} has no home that loads it by a key.`, `Write ${waysTo('home')}.`)
  return home?.certain && !more ? home.bound : undefined
}

function refuseStray({ root, path }: RawExpression, report: Report): void {
  const written = printPath([{ kind: 'property', name: `$${root}` }, ...path])
  report('from', `${written} is no argument, and a key is one here.`, 'Write {$args.id}, with an argument id.')
}

/** Reports what can't be a key, and a list where one key belongs or the other way round. */
function checkArgument({ path, pipes }: RawExpression, isWhole: boolean, field: Field, report: Report): void {
  const written = `$args.${printPath(path)}`
  const [first, ...rest] = path
  const argument = field.args.find(({ name }) => first?.kind === 'property' && name === first.name)
  const type = argument && typeBehind(argument, rest)
  if (!type || isNoType(type)) return
  const named = getNamedType(type)
  if (!isKeyType(named))
    report('from', `${written} is of type ${named.name}, whose values are no keys.`, `Declare it as ${KEY_TYPE_NAMES}.`)
  const isList = isWhole && kindBehind(kindOfType(type), pipes, written, 'from', () => undefined).list === true
  const [wanted, given] = [depthOf(field.type), isList ? depthOf(type) : 0]
  if (wanted > 0 && wanted !== given)
    report(
      'from',
      `${written} ${given === 0 ? 'is one key, and the field a list' : 'and the field are not the same lists'}.`,
      `Return what is found by one key, or take a list of them: ${first?.kind === 'property' ? first.name : 'ids'}: [ID!]!.`,
    )
}

/** How many lists there are in each other. */
function depthOf(type: GraphQLOutputType | Field['args'][number]['type']): number {
  const open = getNullableType(type)
  return isListType(open) ? 1 + depthOf(open.ofType) : 0
}

/** An argument that is the key as it is may be a global id of the type. */
function argumentFieldsOf(raw: RawTemplate, { key }: BoundPlan, type: string): CompiledBinding['argumentFields'] {
  const [only, more] = raw
  const [part] = key
  if (typeof only !== 'object' || more !== undefined || only.root !== 'args' || only.pipes || !part) return new Map()
  return new Map([[printPath(only.path), { type, field: part.field ?? part.name }]])
}
