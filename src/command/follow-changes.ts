import type { Gateway } from '../gateway.ts'
import type { ReloadLog } from '../workers/serve-as-worker.ts'
import { hasTerminal } from './has-terminal.ts'
import { type Contents, watchContents } from './watch-contents.ts'

interface Followed extends Contents {
  /** Whether the files are looked at, beside SIGHUP. */
  readonly watch: boolean
}

/** Reloads a gateway at SIGHUP, and where its files are watched, when what is in them has changed since `contents`. */
export function followChanges(gateway: Gateway, followed: Followed, contents: string, log: ReloadLog): Disposable {
  const reload = async () => {
    try {
      await gateway.reload(followed.environment())
      log.reloaded()
    } catch (error) {
      log.refused(error instanceof Error ? error.message : String(error))
    }
  }
  const watching = followed.watch ? watchContents(followed, contents, reload) : undefined
  if (!hasTerminal()) process.on('SIGHUP', reload)
  return {
    [Symbol.dispose]() {
      watching?.[Symbol.dispose]()
      process.off('SIGHUP', reload)
    },
  }
}
