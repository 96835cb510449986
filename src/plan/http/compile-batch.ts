import { getNamedType, isCompositeType } from 'graphql'
import type { BindingSite } from '../binding-site.ts'
import { readDirectivePath } from '../compile-template.ts'
import type { Path } from '../path.ts'
import type { HttpBinding } from './http-binding.ts'

const DEFAULT_MAX_BATCH = 100

/** What `$batch`, `by` and `maxBatch` of an `@http` say together; reports every mistake in them. */
export function compileBatch(site: BindingSite): Pick<HttpBinding, 'batch'> & { readonly maxBatch: number } {
  const { use, report, keys } = site
  const by = typeof use.args.by === 'string' ? use.args.by : undefined
  const [batched, another] = keys?.of('batch') ?? []
  if (!batched) {
    if (by !== undefined)
      report('by', 'by tells the items of a batch apart, and there is no $batch.', 'Use {$batch.…}, or remove by.')
    if (use.args.maxBatch !== undefined)
      report('maxBatch', 'maxBatch bounds a batch, and there is no $batch.', 'Use {$batch.…}, or remove maxBatch.')
    return { batch: undefined, maxBatch: Number.POSITIVE_INFINITY }
  }
  const { argument, name } = batched
  const [beside] = keys?.of('this') ?? []
  if (beside) report(beside.argument, '$this beside $batch is not supported.', 'Use only one of them.')
  if (another) {
    const message = `$batch.${name} beside $batch.${another.name} is not supported: a batch has one key.`
    report(another.argument, message, 'Use one of them.')
  }
  if (site.type && !isCompositeType(getNamedType(site.type)))
    report(
      argument,
      `${getNamedType(site.type).name} has no place for the key that tells the items of a batch apart.`,
      `Return an object type, or use {$this.${name}}: one call for each parent.`,
    )
  if (by === undefined)
    report(
      argument,
      '$batch needs by: where an item of the answer holds the key that it belongs to.',
      'Add by: "…", as in by: "postId".',
    )
  return { batch: { by: by === undefined ? [] : itemPath(site, by) }, maxBatch: batchSize(site) }
}

/** A path in the items of the answer; its first segment is looked up in the returned type. */
function itemPath({ names, returned, source, report }: BindingSite, text: string): Path {
  if (text === '$key' || text === '$index') report('by', `by: "${text}" is not supported.`, 'Give a path in the items.')
  return names.lookup(returned, readDirectivePath(text, 'by', report)).paths.get(source) ?? []
}

function batchSize({ use, report }: BindingSite): number {
  const { maxBatch } = use.args
  if (maxBatch === undefined || maxBatch === null) return DEFAULT_MAX_BATCH
  if (!(Number(maxBatch) > 0))
    report('maxBatch', 'maxBatch must be at least 1.', `Leave it out for ${DEFAULT_MAX_BATCH}.`)
  return Math.max(Number(maxBatch), 1)
}
