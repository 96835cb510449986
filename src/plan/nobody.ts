import type { Client } from '../source/client.ts'

/** A client whose request says nothing. */
export const NOBODY: Client = { header: () => undefined, claims: undefined }
