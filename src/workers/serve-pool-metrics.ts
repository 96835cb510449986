import { type MetricsServerOptions, serveMetrics } from '../edge/server/metrics-server.ts'
import type { WorkerPool } from './worker-pool.ts'

/** Serves what all workers have counted together; they have no port of their own for it. */
export function servePoolMetrics(pool: WorkerPool, options: MetricsServerOptions): Promise<AsyncDisposable> {
  return serveMetrics(options, () => pool.metrics())
}
