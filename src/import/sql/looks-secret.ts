import type { ColumnStructure } from '../../source/structure.ts'
import { isSecretName } from '../name/secret-name.ts'

/** Whether the name of a column of text or bytes says that it is for nobody's eyes. A number or a time of that name is about one. */
export function looksSecret({ name, kind }: ColumnStructure): boolean {
  return (kind === 'text' || kind === 'binary') && isSecretName(name)
}
