import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ResolverModule } from '../compile/resolver/read-resolvers.ts'
import type { Config } from '../config/config.ts'
import type { Problem } from '../schema/problem.ts'
import type { FilesRead } from './files-read.ts'
import { importAnew } from './import-anew.ts'

/** Where a configuration has code of one's own, and where it is noted what is read of it. */
export type CodeConfig = Pick<Config, 'resolvers'> &
  Partial<Pick<Config, 'hooks'>> & { readonly files?: FilesRead | undefined }

/** The resolvers and hooks of a configuration, given or read from their module; a Problem where it can't be loaded. Undefined where there are none. */
export async function loadResolvers({
  resolvers,
  hooks,
  files,
}: CodeConfig): Promise<ResolverModule | Problem | undefined> {
  if (typeof resolvers !== 'string') {
    if (resolvers === undefined && hooks === undefined) return undefined
    return { file: resolvers ? 'resolvers' : 'hooks', resolvers: resolvers ?? {}, hooks }
  }
  const url = pathToFileURL(resolve(resolvers))
  try {
    const module = await importAnew(url, path => files?.note(path))
    const own = hooks ?? module.hooks
    // One may have hooks only.
    return { file: resolvers, resolvers: module.resolvers ?? (own && {}), hooks: own }
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
