import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import { completeEnvironment } from '../config/read-environment.ts'
import { activeTracing } from '../observe/tracing/active-tracing.ts'

/** What says where traces are collected (OpenTelemetry, "OTLP Exporter Configuration"). */
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT']

/** All but `process`, which would tell the arguments of the command. */
const DETECTORS = 'env,host,os,serviceinstance'

/**
 * Begins to collect spans where the environment says where to: undefined where it does not, or where somebody in this process (an
 * agent by `--import`) collects them already. Throws ConfigError where the SDK is not installed.
 */
export async function startTraces({
  environment,
  logLevel,
}: Pick<Config, 'environment' | 'logLevel'>): Promise<AsyncDisposable | undefined> {
  const endpoint = ENDPOINTS.find(name => environment[name])
  const isDisabled = environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true'
  if (endpoint === undefined || isDisabled || (await activeTracing())) return undefined
  const { OTEL_RESOURCE_ATTRIBUTES = '', OTEL_LOG_LEVEL } = environment
  const isNamed = /(?:^|,)\s*service\.name=/.test(OTEL_RESOURCE_ATTRIBUTES)
  // The SDK knows neither the file .env nor these defaults.
  completeEnvironment({
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => name.startsWith('OTEL_'))),
    ...(!isNamed && !environment.OTEL_SERVICE_NAME && { OTEL_SERVICE_NAME: 'sluice' }),
    ...(!environment.OTEL_NODE_RESOURCE_DETECTORS && { OTEL_NODE_RESOURCE_DETECTORS: DETECTORS }),
  })
  try {
    const { startSdk } = await import('../observe/tracing/start-sdk.ts')
    const { createLog } = await import('../observe/log.ts')
    return await startSdk({ log: createLog(logLevel), tellsFaults: !OTEL_LOG_LEVEL })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error
    throw new ConfigError(
      `${endpoint} asks for traces, and what collects them is not installed: npm install @opentelemetry/sdk-node`,
    )
  }
}
