import { once } from 'node:events'
import { join } from 'node:path'
import { OTHER_CORES, startPinned } from '../pinned-process.ts'

/** What the process of the upstreams is told. */
export interface UpstreamsOrder {
  /** Milliseconds before each answer, from now on. */
  readonly delay?: number
}

/** What it answers. */
export interface UpstreamsReport {
  /** Base URLs by the environment variable that tells them. */
  readonly urls: Readonly<Record<string, string>>
  readonly calls: number
  readonly anonymousCalls: number
}

export interface Upstreams extends AsyncDisposable {
  order(order: UpstreamsOrder): Promise<UpstreamsReport>
}

/** Starts the APIs on the cores that the measured server does not have. */
export async function startUpstreams(): Promise<Upstreams> {
  const child = startPinned(OTHER_CORES, process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const report = async () => {
    const [message] = (await once(child, 'message')) as [UpstreamsReport]
    return message
  }
  await report()
  return {
    order(order) {
      const answer = report()
      child.send(order)
      return answer
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}
