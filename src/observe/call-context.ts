import type { CallContext } from '../source/call-context.ts'
import type { CallObserver } from '../source/call-record.ts'
import { createCallPublisher } from './call-channel.ts'
import { CallLog } from './call-log.ts'
import type { Log } from './log.ts'

/** What of a context is another one for each door that requests come by. */
type Request = Omit<CallContext, 'deadline' | 'observer'>

/** Where all calls are told. */
export interface CallSurroundings {
  readonly log: Log
  /** A call's text as it may be shown. */
  readonly redact: (text: string) => string
}

/**
 * What the calls of one request carry; `budget` in milliseconds. Every call is published on `sluice:call`, and is a line of the log at
 * level debug, as what is empty without one.
 */
export function createCallContext(
  request: Request,
  budget: number,
  { log, redact }: CallSurroundings,
  ...observers: readonly (CallObserver | undefined)[]
): CallContext {
  const { requestId } = request
  const deadline = performance.now() + budget
  const callLog = log.isLevelEnabled('debug') ? new CallLog(requestId, log) : undefined
  const present = [callLog, createCallPublisher(requestId, redact), ...observers].filter(each => each !== undefined)
  return { ...request, deadline, observer: present.length > 1 ? all(present) : present[0] }
}

function all(observers: readonly CallObserver[]): CallObserver {
  const curious = observers.filter(({ onAnswer }) => onAnswer)
  return {
    onAnswer:
      curious.length === 0
        ? undefined
        : (record, answer) => {
            for (const observer of curious) observer.onAnswer?.(record, answer)
          },
    onBegin(record) {
      for (const observer of observers) observer.onBegin?.(record)
    },
    onCall(record) {
      for (const observer of observers) observer.onCall(record)
    },
    onUnasked(place, nulls) {
      for (const observer of observers) observer.onUnasked(place, nulls)
    },
  }
}
