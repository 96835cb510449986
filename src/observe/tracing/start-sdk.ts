import { type ContextManager, type DiagLogFunction, DiagLogLevel, diag, ROOT_CONTEXT } from '@opentelemetry/api'
import type { Log } from '../log.ts'
import { seldom } from '../seldom.ts'
import { shortened } from '../shortened.ts'

/** How long what is left may take to be sent when the process ends, in milliseconds. */
const LAST_SPANS = 3_000

const MOST_CHARACTERS = 300

export interface SdkOptions {
  readonly log: Log
  /** Whether its faults go to the log; if not, it writes them itself. */
  readonly tellsFaults: boolean
}

/**
 * Starts OpenTelemetry's SDK for traces, which reads its settings from the process's environment. Disposing it sends what is left, for a
 * limited time. Rejects where the package is not installed.
 */
export async function startSdk({ log, tellsFaults }: SdkOptions): Promise<AsyncDisposable> {
  const { NodeSDK } = await import('@opentelemetry/sdk-node')
  const sdk = new NodeSDK({ logRecordProcessors: [], metricReaders: [], contextManager: NO_CONTEXT })
  sdk.start()
  // Only now: the copy of the API that registers first decides for all.
  if (tellsFaults) tellFaultsTo(log)
  return {
    async [Symbol.asyncDispose]() {
      const { promise: isLate, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, LAST_SPANS)
      // What can't be sent is told as any fault.
      await Promise.race([sdk.shutdown().catch(() => undefined), isLate])
      clearTimeout(timer)
    },
  }
}

/** Spans of ours say themselves what they stand in, and where the command starts the SDK there are no others: nothing has to follow what is done. */
const NO_CONTEXT: ContextManager = {
  active: () => ROOT_CONTEXT,
  with: (_context, work, thisArg, ...args) => work.call(thisArg as ThisParameterType<typeof work>, ...args),
  bind: (_context, target) => target,
  enable: () => NO_CONTEXT,
  disable: () => NO_CONTEXT,
}

function tellFaultsTo(log: Log): void {
  const tell: DiagLogFunction = seldom((message: string) =>
    log.warn(
      { fault: shortened(wordsOf(message), MOST_CHARACTERS) },
      'spans may be missing where traces are collected',
    ),
  )
  const drop = () => undefined
  const logger = { error: tell, warn: tell, info: drop, debug: drop, verbose: drop }
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN })
}

/** The SDK tells an error as JSON, with its stack and what the collector has answered. */
function wordsOf(message: string): string {
  try {
    const { message: words, code } = JSON.parse(message)
    return String(words || code)
  } catch {
    return message
  }
}
