import { getNamedType, isCompositeType } from 'graphql'
import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { BindingContext } from '../binding-context.ts'
import { mentionsBatch } from '../template/mentions-batch.ts'
import type { TemplateContext } from '../template/template-context.ts'
import { compileBy } from './compile-by.ts'

const DEFAULT_MAX_BATCH = 100

/** What `$batch`, `by` and `maxBatch` of an `@http` say together; reports every mistake in them. */
export function compileBatch(context: BindingContext): Pick<HttpBinding, 'batch'> & { readonly maxBatch: number } {
  const { use, report, keys } = context
  const [batched] = keys?.of('batch') ?? []
  if (!keys || !batched) {
    const isTold = mentionsBatch(use.args)
    if (use.args.by !== undefined && !isTold)
      report('by', 'by tells the items of a batch apart, and there is no $batch.', 'Use {$batch.…}, or remove by.')
    if (use.args.maxBatch !== undefined && !isTold)
      report('maxBatch', 'maxBatch bounds a batch, and there is no $batch.', 'Use {$batch.…}, or remove maxBatch.')
    return { batch: undefined, maxBatch: Number.POSITIVE_INFINITY }
  }
  const { argument, name } = batched
  const by = compileBy(context, keys.of('batch'))
  if (by.kind === 'paths' && context.type && !isCompositeType(getNamedType(context.type)))
    report(
      argument,
      `${getNamedType(context.type).name} has no place for the key that tells the items of a batch apart.`,
      `Return an object type, write by: "$key" or by: "$index" where the answer is so, or use {$this.${name}}: one call for each parent.`,
    )
  const size = batchSize(context)
  const group = keys.indexesOf('this')
  return {
    batch: { keys: keys.indexesOf('batch'), group, by, size },
    // Beside $this, a call has only keys of one group, and the source alone sees which these are.
    maxBatch: group.length > 0 ? Number.POSITIVE_INFINITY : size,
  }
}

/** The names of which `{$batch}` by itself makes objects: those that `by` has a path for. */
export function batchFieldsOf({ use, names, source, keys }: BindingContext): Pick<TemplateContext, 'batchFields'> {
  const { by } = use.args
  if (!keys || typeof by !== 'object' || by === null) return {}
  return { batchFields: Object.keys(by).map(name => ({ name, sentAs: names.sentName(name, source) })) }
}

function batchSize({ use, report }: BindingContext): number {
  const { maxBatch } = use.args
  if (maxBatch === undefined || maxBatch === null) return DEFAULT_MAX_BATCH
  if (!(Number(maxBatch) > 0))
    report('maxBatch', 'maxBatch must be at least 1.', `Leave it out for ${DEFAULT_MAX_BATCH}.`)
  return Math.max(Number(maxBatch), 1)
}
