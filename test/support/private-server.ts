import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'

/** A database server of one test or run: its data and its port are its own. */
export interface PrivateServer extends AsyncDisposable {
  /** With a user that may do everything; the same after a restart. */
  readonly url: string
  /** Of its process; throws where it does not run. */
  pid(): number
  start(): Promise<void>
  /** Ends it in good order; clients see their connections closed. */
  stop(): Promise<void>
  /** Ends it as a power failure would: the next start recovers. */
  kill(): Promise<void>
}

interface ServerProcess {
  readonly url: string
  readonly program: string
  readonly args: readonly string[]
  readonly options?: SpawnOptions
  /** What it says on its standard error once it takes connections. */
  readonly ready: RegExp
  readonly stopSignal: NodeJS.Signals
  readonly killSignal: NodeJS.Signals
}

/**
 * Starts a server in a directory that is disposed of with it. `prepare` makes its data there, and says how it is run. It
 * ends with the process that has started it.
 */
export async function startPrivateServer(
  directory: AsyncDisposable & { readonly path: string },
  prepare: (path: string) => Promise<ServerProcess>,
): Promise<PrivateServer> {
  await using preparing = new AsyncDisposableStack()
  preparing.use(directory)
  const { url, program, args, options, ready, stopSignal, killSignal } = await prepare(directory.path)
  let child: ChildProcess | undefined
  const end = async (signal: NodeJS.Signals) => {
    const ending = child
    child = undefined
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const exit = once(ending, 'exit')
    ending.kill(signal)
    await exit
  }
  const start = async () => {
    if (child) return
    child = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
    await untilReady(child, ready)
  }
  // A test run that is cut short must leave neither a process nor a directory behind.
  const onExit = () => {
    child?.kill(killSignal)
    rmSync(directory.path, { recursive: true, force: true })
  }
  process.once('exit', onExit)
  preparing.defer(() => void process.off('exit', onExit))
  preparing.defer(() => end(killSignal))
  await start()
  const running = preparing.move()
  const stop = () => end(stopSignal)
  const kill = () => end(killSignal)
  const pid = () => {
    if (child?.pid === undefined) throw new Error('the private database server does not run')
    return child.pid
  }
  return { url, pid, start, stop, kill, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function untilReady(child: ChildProcess, ready: RegExp): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-4_000)
    if (ready.test(said)) resolve()
  })
  child.once('error', reject)
  child.once('exit', () => {
    reject(new Error(`the private database server did not start: ${said.trim().split('\n').slice(-3).join(' | ')}`))
  })
  return promise
}
