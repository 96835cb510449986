import type { DirectiveUse } from '../../schema/definition.ts'
import type { Report } from '../problem-list.ts'
import { startupText } from '../template/startup-text.ts'

/** What the directives that say who the user is are compiled with. */
export interface AuthorityFiles {
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Where relative paths of a file start. */
  directoryOf(file: string): string
  read(path: string): string
}

/** The text of an argument, with the environment filled in; undefined where there is none. */
export function textArgument(
  { args }: Pick<DirectiveUse, 'args'>,
  name: string,
  { environment }: Pick<AuthorityFiles, 'environment'>,
  report: Report,
): string | undefined {
  return startupText(args[name], name, `"${name}"`, { environment, report })
}

/** The content of a file, or undefined where it can't be read. */
export function tryRead(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** What a JSON text says; undefined for any other text. */
export function tryParse(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
