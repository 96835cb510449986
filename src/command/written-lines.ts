import { dirname } from 'node:path'
import type { WrittenSchema } from '../compose/imported-schema.ts'
import type { SchemaChange } from '../schema/schema-change.ts'
import type { SchemaClash } from '../schema/schema-clash.ts'

/** Most changes, and most names of one file, that are told. */
const MOST_CHANGES = 40
const MOST_NAMES = 5
/** Most characters of a change. */
const WIDTH = 160

/** The lines that say what came of writing an import into a file. */
export function writtenLines(path: string, { outcome, changes, clashes, hasOthers }: WrittenSchema): readonly string[] {
  const said = {
    new: `${path}: written.`,
    unchanged: `${path}: nothing has changed.`,
    changed: changes?.length === 0 ? `${path}: written, and no definition has changed.` : `${path}:`,
  }[outcome]
  const check = outcome === 'changed' && hasOthers && changes?.length !== 0
  return [
    said,
    ...(outcome === 'changed' ? changeLines(changes) : []),
    ...clashes.map(clashLine),
    ...(check ? [`What is written by hand may need a change: sluice check ${dirname(path)}`] : []),
  ]
}

function changeLines(changes: readonly SchemaChange[] | undefined): readonly string[] {
  if (!changes) return ['  written anew: what was there is no GraphQL']
  const shown = changes.slice(0, MOST_CHANGES).map(({ sign, text }) => `  ${sign} ${shortened(text)}`)
  const more = changes.length - shown.length
  return more > 0 ? [...shown, `  … and ${more} more`] : shown
}

function shortened(text: string): string {
  return text.length > WIDTH ? `${text.slice(0, WIDTH)} …` : text
}

function clashLine({ file, coordinates }: SchemaClash): string {
  const more = coordinates.length - MOST_NAMES
  const names = `${coordinates.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `${file} defines ${names} too. To have both in one schema, import one of them with --prefix Name.`
}
