import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Program, provideProgram } from './find-program.ts'
import { freePort } from './free-port.ts'
import { startPrivateServer } from './private-server.ts'
import { createTempDirectory } from './temp-directory.ts'

const PROMETHEUS: Program = {
  title: 'Prometheus',
  commands: ['prometheus'],
  debianPackages: ['prometheus'],
  variable: 'PROMETHEUS_PATH',
}
const PROMTOOL: Program = { ...PROMETHEUS, title: 'promtool', commands: ['promtool'], variable: 'PROMTOOL_PATH' }

/** The path of the tool that checks and tests rules. */
export const findPromtool = () => provideProgram(PROMTOOL)

/** An instant vector, as Prometheus answers a query. */
type Vector = readonly { readonly metric: Readonly<Record<string, string>>; readonly value: [number, string] }[]

export interface Prometheus extends AsyncDisposable {
  /** Rejects where the expression can't be evaluated. */
  query(expression: string): Promise<Vector>
  /** The alerts that it has evaluated, with what was wrong with each. */
  alerts(): Promise<readonly { readonly name: string; readonly health: string; readonly lastError?: string }[]>
}

/** Starts a Prometheus that scrapes a target each second as the job `sluice`, and evaluates a file of rules as often. */
export async function startPrometheus(target: string, rules: string): Promise<Prometheus> {
  const program = await provideProgram(PROMETHEUS)
  const port = await freePort()
  const server = await startPrivateServer(await createTempDirectory(), async path => {
    const { host } = new URL(target)
    const configuration = `
global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [${JSON.stringify(rules)}]
scrape_configs: [{ job_name: sluice, static_configs: [{ targets: [${JSON.stringify(host)}] }] }]
`
    await writeFile(join(path, 'prometheus.yml'), configuration)
    return {
      url: `http://127.0.0.1:${port}`,
      program,
      args: [
        `--config.file=${join(path, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(path, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      ready: /Server is ready to receive web requests/,
      stopSignal: 'SIGTERM',
      killSignal: 'SIGKILL',
    }
  })
  const ask = async (path: string) => {
    const answer = (await (await fetch(`${server.url}/api/v1/${path}`)).json()) as {
      readonly error?: string
      readonly data: unknown
    }
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.data
  }
  return {
    async query(expression) {
      const { result } = (await ask(`query?query=${encodeURIComponent(expression)}`)) as { readonly result: Vector }
      return result
    },
    async alerts() {
      const { groups } = (await ask('rules')) as {
        readonly groups: readonly { readonly rules: Awaited<ReturnType<Prometheus['alerts']>> }[]
      }
      return groups.flatMap(group => group.rules)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
