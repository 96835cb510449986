import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ResolverModule } from '../compile/resolver/read-resolvers.ts'
import type { Config } from '../config/config.ts'
import type { Problem } from '../schema/problem.ts'
import { importAnew } from './import-anew.ts'

/** The resolvers of a configuration, given or read from their module; a Problem where it can't be loaded. Undefined where there are none. */
export async function loadResolvers({
  resolvers,
}: Pick<Config, 'resolvers'>): Promise<ResolverModule | Problem | undefined> {
  if (resolvers === undefined) return undefined
  if (typeof resolvers !== 'string') return { file: 'resolvers', resolvers }
  const url = pathToFileURL(resolve(resolvers))
  try {
    const module = await importAnew(url)
    return { file: resolvers, resolvers: module.resolvers }
  } catch (error) {
    return problemOf(error, resolvers, url)
  }
}

/** The mistake at its own place, where the error tells one in the file: that of a syntax error, or the innermost of its calls. */
function problemOf(error: unknown, file: string, { href }: URL): Problem {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
  const names = [href, resolve(file)].map(name => RegExp.escape(name)).join('|')
  const [, line, column] = new RegExp(`(?:${names})(?:\\?[^:\\s]*)?:(\\d+)(?::(\\d+))?`).exec(stack) ?? []
  return {
    file,
    line: Number(line ?? 1),
    column: Number(column ?? 1),
    coordinate: '',
    message: `the resolvers can't be loaded: ${message.replaceAll(/\s*\n\s*/g, ' ')}`,
    severity: 'error',
  }
}
