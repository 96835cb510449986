import type { Environment } from '../config/config.ts'
import type { Gateway } from '../gateway.ts'
import { readSchemaTexts } from '../schema/read-schema-files.ts'
import type { ReloadLog } from '../workers/serve-as-worker.ts'
import { hasTerminal } from './has-terminal.ts'

interface Followed {
  readonly schemaPath: string | readonly string[]
  /** The environment of now. */
  environment(): Environment
  /** Whether the files are looked at, beside SIGHUP. */
  readonly watch: boolean
}

/** How often files are looked at, in milliseconds. */
const INTERVAL = 500

/** What a schema and its environment are made of now, as one text; also why it can't be read. */
export async function contentsOf({ schemaPath, environment }: Followed): Promise<string> {
  try {
    return JSON.stringify([environment(), await readSchemaTexts(schemaPath)])
  } catch (error) {
    return String(error)
  }
}

/**
 * Reloads a gateway at SIGHUP, and where its files are watched, when what is in them has changed since `contents`: neither
 * times nor names, so that a file may be replaced by a link to another one, as the config maps of Kubernetes are.
 */
export function followChanges(gateway: Gateway, followed: Followed, contents: string, log: ReloadLog): Disposable {
  const reload = async () => {
    try {
      await gateway.reload(followed.environment())
      log.reloaded()
    } catch (error) {
      log.refused(error instanceof Error ? error.message : String(error))
    }
  }
  let known = contents
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const now = await contentsOf(followed)
    if (now !== known) {
      known = now
      await reload()
    }
    if (timer) timer = setTimeout(look, INTERVAL).unref()
  }
  if (followed.watch) timer = setTimeout(look, INTERVAL).unref()
  if (!hasTerminal()) process.on('SIGHUP', reload)
  return {
    [Symbol.dispose]() {
      clearTimeout(timer)
      timer = undefined
      process.off('SIGHUP', reload)
    },
  }
}
