import type { Gateway } from '../gateway.ts'
import type { ReloadLog } from '../workers/serve-as-worker.ts'
import type { ReloadSignal } from './reload-signal.ts'
import { type Contents, watchContents } from './watch-contents.ts'

interface Followed extends Contents {
  /** Whether the files are looked at, beside the signal. */
  readonly watch: boolean
  readonly signal: ReloadSignal
}

/** Reloads a gateway at the signal, and where its files are watched, when what is in them has changed since `contents`. */
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
  const following = followed.signal.follow(reload)
  return {
    [Symbol.dispose]() {
      watching?.[Symbol.dispose]()
      following[Symbol.dispose]()
    },
  }
}
