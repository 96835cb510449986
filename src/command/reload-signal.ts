import { hasTerminal } from './has-terminal.ts'

/** SIGHUP where there is no terminal; where there is one, it tells that the terminal closes. */
export interface ReloadSignal {
  /** From now on `onSignal` is told; at once, if it has come before. */
  follow(onSignal: () => void): Disposable
}

/** Takes the signal from now on: Node's own answer would be the end, also before there is something to reload and after. */
export function reloadSignal(): ReloadSignal {
  let listener: (() => void) | undefined
  let isMissed = false
  const onSignal = () => {
    if (listener) listener()
    else isMissed = true
  }
  if (!hasTerminal()) process.on('SIGHUP', onSignal)
  return {
    follow(next) {
      listener = next
      if (isMissed) next()
      return {
        [Symbol.dispose]() {
          listener = undefined
        },
      }
    },
  }
}
