import { hasTerminal } from './has-terminal.ts'

/** SIGHUP is that of a terminal which closes; where there is none, it asks for a reload. */
const SIGNALS = [...(['SIGTERM', 'SIGINT'] as const), ...(hasTerminal() ? (['SIGHUP'] as const) : [])]

/** npm passes on the Ctrl-C that the terminal has already sent to all; what comes so soon is the same one. */
const ECHO_MILLISECONDS = 500

/** Resolves at the first SIGTERM, SIGINT, or SIGHUP of a terminal that closes; the next one ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>()
  let firstAt: number | undefined
  const onSignal = (signal: NodeJS.Signals) => {
    firstAt ??= performance.now()
    resolve(signal)
    if (performance.now() - firstAt < ECHO_MILLISECONDS) return
    for (const each of SIGNALS) process.off(each, onSignal)
    process.kill(process.pid, signal)
  }
  for (const each of SIGNALS) process.on(each, onSignal)
  return promise
}
