import type { UpstreamName } from '../workloads.ts'
import { startMariaShop, startPostgresShop } from './shop.ts'
import { startApis, type Upstreams } from './upstreams.ts'

const STARTS: Readonly<Record<UpstreamName, () => Promise<Upstreams>>> = {
  apis: startApis,
  postgres: startPostgresShop,
  mariadb: startMariaShop,
}

/** What is behind the servers, started when a workload first needs it. */
export class UpstreamsByName implements AsyncDisposable {
  readonly #opened = new Map<UpstreamName, Upstreams>()

  async get(name: UpstreamName): Promise<Upstreams> {
    const found = this.#opened.get(name) ?? (await STARTS[name]())
    this.#opened.set(name, found)
    return found
  }

  /** Of all that was started. */
  versions(): Readonly<Record<string, string>> {
    return Object.assign({}, ...[...this.#opened.values()].map(({ versions }) => versions))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const upstreams of this.#opened.values()) await upstreams[Symbol.asyncDispose]()
  }
}
