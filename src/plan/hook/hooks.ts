import type { HookedAnswer, HookedCall } from '../../source/hooked-call.ts'
import type { ResolverContext } from '../resolver/resolver-context.ts'
import type { ResolverReads } from '../resolver/resolver-map.ts'

/** Code of one's own that requests and calls go through: what a module exports as `hooks`. */
export interface Hooks {
  /** Called for each operation before it runs: what it throws refuses that. */
  readonly onRequest?: RequestHook | DescribedHook<RequestHook>
  /** Called for each call of an HTTP API before it is sent. */
  readonly onCall?: CallHook | DescribedHook<CallHook>
  /** Called for each answer of an HTTP API whose body is read, once, for all who share it. */
  readonly onAnswer?: AnswerHook
}

/** A hook with what it reads of the client's request. */
export interface DescribedHook<Hook> {
  readonly run: Hook
  readonly reads: ResolverReads
}

export type RequestHook = (request: HookedRequest, context: HookContext) => void | Promise<void>

/** Headers to send over those of the call. */
type AddedHeaders = Readonly<Record<string, string>> | undefined

// biome-ignore lint/suspicious/noConfusingVoidType: a hook that adds nothing need not say so.
export type CallHook = (call: HookedCall, context: HookContext) => AddedHeaders | void | Promise<AddedHeaders | void>

/** Returns what stands in the place of the body; undefined where it stays, or has been changed itself. */
export type AnswerHook = (answer: HookedAnswer) => unknown

/** What a hook is given of its request: that of a resolver, without the sources. */
export type HookContext = Omit<ResolverContext, 'source'>

/** A valid operation that is about to be run. */
export interface HookedRequest {
  readonly operation: 'query' | 'mutation' | 'subscription'
  readonly operationName: string | undefined
  /** As the client has sent them. */
  readonly variables: Readonly<Record<string, unknown>>
}
