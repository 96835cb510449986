import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** How long a page waits for what a command prints before the test fails. */
const PATIENCE = 60_000

/** A bash of a page, in a group of its own with all that it starts. */
export interface PageProcess extends AsyncDisposable {
  /** All that it has printed, on both outputs. */
  readonly text: string
  /** Sends it a line of commands. */
  send(commands: string): void
  /** Resolves once what it has printed behind `from` matches; rejects, naming `what`, if it ends or prints nothing like it for long. */
  printed(pattern: RegExp, from: number, what: string, patience?: number): Promise<RegExpExecArray>
}

export interface PageProcessOptions {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string>>
}

/** Runs `script`, or where there is none what it is sent. */
export function startBash({ cwd, environment }: PageProcessOptions, script?: string): PageProcess {
  // Both outputs at one pipe, as a terminal has them.
  const args = script === undefined ? ['-c', 'exec bash --noprofile --norc 2>&1'] : ['-c', `exec 2>&1\n${script}`]
  const child = spawn('bash', args, { cwd, env: environment, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  if (script !== undefined) child.stdin.end()
  let text = ''
  child.stdout.setEncoding('utf8').on('data', chunk => {
    text += chunk
  })
  child.stdin.on('error', () => {})
  const ended = once(child, 'close')
  return {
    get text() {
      return text
    },
    send: commands => void child.stdin.write(commands),
    printed: (pattern, from, what, patience = PATIENCE) =>
      new Promise((resolve, reject) => {
        const fail = (why: string) => reject(new Error(`${why}:\n${what}\nIt printed:\n${text.slice(from)}`))
        const timer = setTimeout(() => fail('nothing like it was printed'), patience)
        const look = () => {
          const match = pattern.exec(text.slice(from))
          if (!match) return
          clearTimeout(timer)
          child.stdout.off('data', look)
          resolve(match)
        }
        child.stdout.on('data', look)
        look()
        ended.then(() => {
          clearTimeout(timer)
          fail('it ended before')
        })
      }),
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      signalGroup(child, 'SIGINT')
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
      // What a command has left behind it.
      signalGroup(child, 'SIGKILL')
    },
  }
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
