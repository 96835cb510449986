import type { BatchBy } from '../../plan/http/http-binding.ts'
import type { Path } from '../../plan/path.ts'
import type { KeyPart } from '../../plan/schema-plan.ts'
import { fixedPath } from '../../plan/source-path.ts'
import type { BindingContext } from '../binding-context.ts'
import { readDirectivePath } from '../template/compile-template.ts'

/** Compiles the `by` of a batch whose key is made of the parts; reports every mistake in it. */
export function compileBy(context: BindingContext, parts: readonly KeyPart[]): BatchBy {
  const { by } = context.use.args
  const [first, second] = parts
  if (by === undefined || by === null) {
    context.report(
      first?.argument,
      '$batch needs by: where an item of the answer holds the key that it belongs to.',
      second ? `Add by: { ${exampleOf(parts)} }.` : 'Add by: "…", as in by: "postId".',
    )
    return { kind: 'paths', paths: parts.map(() => []) }
  }
  if (typeof by === 'string') return compileText(context, by, parts)
  if (typeof by === 'object' && !Array.isArray(by)) return compileObject(context, Object.entries(by), parts)
  context.report('by', 'by takes a path, or an object with a path for each $batch name.', 'Write by: "postId".')
  return { kind: 'paths', paths: parts.map(() => []) }
}

function compileText(context: BindingContext, by: string, parts: readonly KeyPart[]): BatchBy {
  const names = parts.map(({ name }) => `$batch.${name}`).join(' and ')
  if (by === '$index') return { kind: 'index' }
  if (by === '$key') {
    if (parts.length > 1)
      context.report(
        'by',
        `${names} are one key of several values, which no property's name can be.`,
        `Write by: "$index", or by: { ${exampleOf(parts)} }.`,
      )
    return { kind: 'key' }
  }
  if (parts.length > 1)
    context.report('by', `${names} are one key, and by is one path.`, `Write by: { ${exampleOf(parts)} }.`)
  return { kind: 'paths', paths: [itemPath(context, by, 'by')] }
}

function compileObject(
  context: BindingContext,
  entries: readonly [string, unknown][],
  parts: readonly KeyPart[],
): BatchBy {
  const { report } = context
  for (const [name] of entries)
    if (!parts.some(part => part.name === name))
      report(`by.${name}`, `there is no $batch.${name} here.`, `Use {$batch.${name}} or {$batch}, or remove it.`)
  const paths = parts.map(({ name, argument }) => {
    const [, path] = entries.find(([key]) => key === name) ?? []
    if (typeof path === 'string') return itemPath(context, path, `by.${name}`)
    if (path === undefined)
      report(argument, `by says no path for $batch.${name}.`, `Write by: { ${exampleOf(parts)} }.`)
    else report(`by.${name}`, 'by takes a path for each $batch name.', `Write ${name}: "…".`)
    return []
  })
  return { kind: 'paths', paths }
}

/** A path in the items of the answer; its first segment is looked up in the returned type. */
function itemPath({ names, returned, source, report }: BindingContext, text: string, argument: string): Path {
  const path = fixedPath(names.lookup(returned, readDirectivePath(text, argument, report)).paths.get(source))
  if (!path) report(argument, `"${text}" is computed, and by is a path in the answer.`, "Use the upstream's own name.")
  if (path?.some(({ kind }) => kind === 'each'))
    report(argument, `"${text}" is a list, and an item belongs to one key.`, 'Write the path of a single value.')
  return path ?? []
}

function exampleOf(parts: readonly KeyPart[]): string {
  return parts.map(({ name }) => `${name}: "…"`).join(', ')
}
