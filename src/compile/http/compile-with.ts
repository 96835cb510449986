import { getNamedType, isCompositeType } from 'graphql'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import { printPath } from '../../plan/path.ts'
import { fixedPath } from '../../plan/source-path.ts'
import { valueExpressions } from '../../plan/value-expressions.ts'
import type { BindingContext } from '../binding-context.ts'
import { compileValue } from '../template/compile-template.ts'

/** Compiles the `with` of an `@http`; its names are first the plain fields of the returned type. */
export function compileWith(context: BindingContext): HttpBinding['with'] {
  const { use, report, type, names, returned, source } = context
  const given = use.args.with
  if (given === undefined || given === null) return []
  if (typeof given !== 'object' || Array.isArray(given)) {
    report('with', 'with takes an object.', 'Write with: { name: "{$this.name}" }.')
    return []
  }
  if (type && !isCompositeType(getNamedType(type)))
    report('with', `with adds values to objects, and ${getNamedType(type).name} has no fields.`, 'Remove it.')
  if (names.isListed(returned, source))
    report('with', `with adds properties to objects, and ${returned} is read from lists.`, 'Remove it.')
  return Object.entries(given).map(([name, value]) => {
    const argument = `with.${name}`
    const place = { argument, required: false, takes: 'anything' } as const
    const compiled = compileValue(value, place, { ...context, answered: true })
    if (valueExpressions(compiled).some(({ from }) => from.root === 'batch' || from.root === 'batchObjects'))
      report(argument, 'each object belongs to one parent, and $batch is all of them.', 'Write {$this.…}.')
    return [nameOf(context, name, argument), compiled]
  })
}

/** Where the value is put: at the property that a field of the name reads. */
function nameOf({ names, returned, source, report }: BindingContext, name: string, argument: string): string {
  const path = fixedPath(names.lookup(returned, [{ kind: 'property', name }]).paths.get(source))
  const [only] = path ?? []
  if (path?.length === 1 && only?.kind === 'property') return only.name
  const found = path ? `read at "${printPath(path)}"` : 'computed'
  report(argument, `"${name}" is ${found}, and with adds properties.`, 'Use another name.')
  return name
}
