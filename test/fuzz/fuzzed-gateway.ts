import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../support/free-port.ts'
import { findSecrets } from './secrets.ts'

const CLI = join(import.meta.dirname, '../../src/cli.ts')
const PROBE = join(import.meta.dirname, 'loop-probe.ts')

/** pino's number of the level error. */
const ERROR = 50

export interface GatewayOptions {
  readonly schemaPath: string
  readonly profile: 'development' | 'production'
  readonly directLane: boolean
  readonly environment: Readonly<Record<string, string>>
  /** What may stand neither in its log nor on its console. */
  readonly secrets: Readonly<Record<string, string>>
  /** What it says that it may not say. */
  onWrong(wrong: string): void
}

/** A gateway in a process of its own, whose every word is read. */
export interface FuzzedGateway extends AsyncDisposable {
  readonly name: string
  readonly url: string
  /** How much CPU time its longest turn of the event loop has taken since this was last asked, in milliseconds. */
  longestTurn(): Promise<number>
  /** What `/metrics` says. */
  metrics(): Promise<string>
  /** Ends it as an operator would, and holds that it ends well. */
  stop(): Promise<void>
}

export async function startFuzzedGateway(options: GatewayOptions): Promise<FuzzedGateway> {
  const { schemaPath, profile, directLane, environment, secrets, onWrong } = options
  const name = `${profile}, ${directLane ? 'direct lane' : 'Yoga'}`
  const metricsPort = await freePort()
  const flags = [
    '--port=0',
    `--metrics-port=${metricsPort}`,
    '--log-level=debug',
    '--request-timeout=5s',
    `--profile=${profile}`,
  ]
  const child = spawn(
    process.execPath,
    ['--import', PROBE, CLI, 'start', schemaPath, ...flags, ...(directLane ? [] : ['--no-direct-lane'])],
    {
      env: {
        PATH: process.env.PATH,
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        NO_COLOR: '1',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const started = Promise.withResolvers<string>()
  const probing = new Set<(milliseconds: number) => void>()
  const said: string[] = []
  let isStopping = false
  const exit = once(child, 'exit').then(([code, signal]) => {
    const how = `${name}: ended with ${code ?? signal}`
    if (!isStopping || code !== 0) onWrong(`${how}\n${said.slice(-20).join('\n')}`)
    started.reject(new Error(how))
  })
  // Whoever waits for it is told.
  started.promise.catch(() => undefined)

  const read = (line: string) => {
    said.push(line)
    if (said.length > 1_000) said.splice(0, 900)
    for (const secret of findSecrets(line, secrets))
      onWrong(`${name}: its log tells the ${secret}: ${line.slice(0, 500)}`)
  }
  createInterface(child.stdout).on('line', line => {
    read(line)
    const url = / at (http:\S+)\/graphql$/.exec(line)?.[1]
    if (url) started.resolve(url)
  })
  createInterface(child.stderr).on('line', line => {
    read(line)
    const { level, longestTurn } = lineOf(line)
    if (longestTurn !== undefined) {
      // Signals that come together are one.
      for (const resolve of probing) resolve(longestTurn)
      probing.clear()
    }
    if (level === undefined || level >= ERROR) onWrong(`${name}: its log says ${line.slice(0, 1_000)}`)
  })
  const url = await started.promise
  return {
    name,
    url,
    longestTurn() {
      const { promise, resolve } = Promise.withResolvers<number>()
      probing.add(resolve)
      child.kill('SIGUSR2')
      // One that has ended says nothing more.
      return Promise.race([promise, exit.then(() => 0)])
    },
    async metrics() {
      return await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
    },
    async stop() {
      isStopping = true
      child.kill('SIGTERM')
      await exit
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return
      isStopping = true
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

interface LogLine {
  /** Undefined of what is no line of the log. */
  readonly level?: number
  readonly longestTurn?: number
}

function lineOf(text: string): LogLine {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
