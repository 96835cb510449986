import { ConfigError } from '../config/config-error.ts'
import { requiredText, SWITCH } from '../config/options.ts'
import { type ImportRequest, importCommandLine } from '../import/import-command-line.ts'
import type { ImportedSchema, IntoOptions } from './imported-schema.ts'

export const INTO_OPTIONS = { into: { ...requiredText('the path of a file'), required: false }, force: SWITCH }

/** Refuses to write over nothing. Throws ConfigError. */
export function checkInto({ into, force }: IntoOptions): void {
  if (force && into === undefined) throw new ConfigError('force says what into may write over, and there is no into.')
}

/**
 * Writes an import into its file, in place of what an earlier one wrote, with the command that does it again; nothing without a
 * file. Throws Error with one line where that would lose something.
 */
export async function writeInto(
  imported: ImportedSchema,
  { into, force = false }: IntoOptions,
  request: ImportRequest,
): Promise<ImportedSchema> {
  if (into === undefined) return imported
  const { writeGenerated } = await import('./write-generated.ts')
  const command = importCommandLine({ ...request, flags: { ...request.flags, into } })
  return { ...imported, written: await writeGenerated({ path: into, command, text: imported.text, force }) }
}
