import type { Client } from '../source/client.ts'

/** A client with every header and claim: what their values are is not known before there is a request. */
export const ANYBODY: Client = { header: () => '0', claims: Object.assign(new Map(), { get: () => '0' }) }
