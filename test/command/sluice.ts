import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

const CLI = join(import.meta.dirname, '../../src/cli.ts')

export interface SluiceOptions {
  /** Working directory; the repo's root unless said. */
  readonly cwd?: string
  /** All that the process sees of the environment, beside PATH and Node's cache of compiled sources. */
  readonly environment?: Readonly<Record<string, string>>
  readonly nodeOptions?: readonly string[]
  /** The built command instead of the sources. */
  readonly cli?: string
  /** The Node that runs it, instead of that of the tests. */
  readonly node?: string
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
  /** The same of its log. */
  logged(pattern: RegExp): Promise<string>
  readonly pid: number
  kill(signal: NodeJS.Signals): void
  /** Reads no more of its output, as `| head -1` does. */
  closeOutput(): void
  /** Resolves once this process and all that share its output have ended. */
  readonly ending: Promise<Ending>
}

/** Runs `sluice` as a process of its own. */
export function startSluice(args: readonly string[], options: SluiceOptions = {}): Sluice {
  const { cwd, environment = {}, nodeOptions = [], cli = CLI, node = process.execPath } = options
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const child = spawn(node, [...nodeOptions, cli, ...args], {
    cwd: cwd ?? join(import.meta.dirname, '../..'),
    env: { PATH, NODE_COMPILE_CACHE, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { pid } = child
  if (pid === undefined) throw new Error('the process can not be started')
  const out = gather(child.stdout)
  const err = gather(child.stderr)
  const ending = once(child, 'close').then(([code, signal]) => ({ code, signal, out: out.text, err: err.text }))
  const seen = (gathered: Gathered, pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(gathered.text)
        if (match) resolve(match[1] ?? match[0])
      }
      look()
      gathered.stream.on('data', look)
      ending.then(() => reject(new Error(`sluice ended before it said ${pattern}: ${out.text}${err.text}`)))
    })
  return {
    pid,
    ending,
    closeOutput: () => void child.stdout.destroy(),
    kill: signal => void child.kill(signal),
    said: pattern => seen(out, pattern),
    logged: pattern => seen(err, pattern),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ending
    },
  }
}

interface Gathered {
  readonly stream: Readable
  text: string
}

/** All that has come of a stream. */
function gather(stream: Readable): Gathered {
  const gathered = { stream, text: '' }
  stream.setEncoding('utf8').on('data', chunk => {
    gathered.text += chunk
  })
  return gathered
}

/** Runs `sluice` to its end. */
export function runSluice(args: readonly string[], options?: SluiceOptions): Promise<Ending> {
  return startSluice(args, options).ending
}
