import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

export interface SluiceOptions {
  /** Working directory; the repo's root unless said. */
  readonly cwd?: string
  /** All that the process sees of the environment, beside PATH and Node's cache of compiled sources. */
  readonly environment?: Readonly<Record<string, string>>
  readonly nodeOptions?: readonly string[]
  /** The built command instead of the sources. */
  readonly cli?: string
}

export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Sluice extends AsyncDisposable {
  /** Resolves once the output matches, with the first group; rejects if the process ends before. */
  said(pattern: RegExp): Promise<string>
  kill(signal: NodeJS.Signals): void
  /** Reads no more of its output, as `| head -1` does. */
  closeOutput(): void
  /** Resolves once this process and all that share its output have ended. */
  readonly ending: Promise<Ending>
}

/** Runs `sluice` as a process of its own. */
export function startSluice(args: readonly string[], options: SluiceOptions = {}): Sluice {
  const { cwd, environment = {}, nodeOptions = [], cli = CLI } = options
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(process.execPath, [...nodeOptions, cli, ...args], {
    cwd: cwd ?? join(import.meta.dirname, '../..'),
    env: { PATH, NODE_COMPILE_CACHE, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  const ending = endingOf(child, () => out)
  child.stdout.setEncoding('utf8').on('data', chunk => {
    out += chunk
  })
  return {
    ending,
    closeOutput: () => void child.stdout.destroy(),
    kill: signal => void child.kill(signal),
    said: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(out)
          if (match) resolve(match[1] ?? match[0])
        }
        look()
        child.stdout.on('data', look)
        ending.then(({ err }) => reject(new Error(`sluice ended before it said ${pattern}: ${out}${err}`)))
      }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ending
    },
  }
}

/** Runs `sluice` to its end. */
export function runSluice(args: readonly string[], options?: SluiceOptions): Promise<Ending> {
  return startSluice(args, options).ending
}

async function endingOf(child: ChildProcess, out: () => string): Promise<Ending> {
  if (!child.stderr) throw new Error('the output of the process is not piped')
  const closed = new Promise<[Ending['code'], Ending['signal']]>(resolve => {
    child.once('close', (code, signal) => resolve([code, signal]))
  })
  const [[code, signal], err] = await Promise.all([closed, text(child.stderr)])
  return { code, signal, out: out(), err }
}
