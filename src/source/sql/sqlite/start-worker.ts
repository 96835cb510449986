import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { WorkerOptions } from './worker-message.ts'

const WORKER = new URL(`./worker${extname(import.meta.filename)}`, import.meta.url)

/** A connection to the file on a thread of its own. */
export function startWorker(workerData: WorkerOptions): Worker {
  return new Worker(WORKER, { workerData })
}
