import type { Config } from '../config/config.ts'
import { createLog } from '../observe/log.ts'
import type { SchemaDefinition } from '../schema/definition.ts'
import { hasErrors, type Problem } from '../schema/problem.ts'
import { SourceError } from '../source/source-error.ts'
import { whyUnreachable } from '../source/why-unreachable.ts'
import { type CompiledFile, tryCompile } from './compile-file.ts'
import { eachCalls } from './each/each-calls.ts'
import type { FilesRead } from './files-read.ts'
import { openSources } from './open-sources.ts'
import { trustOperations } from './operations/trust-operations.ts'

/** Every mistake of the schema of a configuration, and of its operations; what the schema is made of is noted in `files`. Throws SchemaFileError. */
export async function findProblems(
  config: Config & { readonly files?: FilesRead | undefined },
  offline: boolean | undefined,
): Promise<readonly Problem[]> {
  const { problems: ofSchema, file } = await tryCompile(config)
  if (!file) return ofSchema
  const { problems: ofOperations } = await trustOperations(config, file.plan)
  const problems = [...ofSchema, ...(await warningsOfCalls(ofSchema, file)), ...ofOperations]
  if (offline) return problems
  await using sources = await openSources(file, createLog('silent'))
  const found = [...(await sources.bind())].flatMap(([name, result]) =>
    result instanceof Error ? [unreachable(file.definition, name, result)] : result,
  )
  return [...problems, ...found]
}

/** What calls once for each object; of a schema that can't be served nobody knows. */
async function warningsOfCalls(problems: readonly Problem[], file: CompiledFile): Promise<readonly Problem[]> {
  if (hasErrors(problems)) return []
  const calls = eachCalls(file.plan)
  if (calls.length === 0) return []
  const { warnOfEach } = await import('./each/warn-of-each.ts')
  return warnOfEach(calls, file)
}

function unreachable({ sources, file }: SchemaDefinition, name: string, error: Error): Problem {
  const position = sources.find(({ args }) => args.name === name)?.position ?? { file, line: 1, column: 1 }
  const why = whyUnreachable(error)
  return {
    ...position,
    coordinate: '',
    ...(isInsecure(error)
      ? {
          message: `the database of the source "${name}" can not be reached securely: ${error.cause.message}.`,
          suggestion: 'Write in tls what its certificate needs (ca, servername), or see to the server.',
        }
      : {
          message: `the database of the source "${name}" can not be reached${why === undefined ? '' : `: ${why}`}.`,
          suggestion: 'See to it, or check without it: sluice check --offline',
        }),
    severity: 'error',
  }
}

function isInsecure(error: Error): error is SourceError & { readonly cause: Error } {
  return error instanceof SourceError && error.reason === 'tls' && error.cause instanceof Error
}
