import { TOKEN_TO_COME } from '../../plan/http/oauth-settings.ts'
import type { CallHooks } from '../call-hooks.ts'
import type { HttpCaller } from './http-caller.ts'
import { withHeaders } from './with-headers.ts'

/**
 * A caller whose requests have the headers that code of one's own adds. They are there before anything is shared or kept, so that
 * calls with other headers are other calls.
 */
export function withCallHook(caller: HttpCaller, origin: string, onCall: NonNullable<CallHooks['onCall']>): HttpCaller {
  return {
    async call(wanted, context) {
      const { binding, request } = wanted
      const { method, path, body } = request
      const headers = Object.fromEntries(request.headers)
      if (headers.authorization === TOKEN_TO_COME) delete headers.authorization
      const { source, coordinate } = binding
      const added = await onCall({ source, coordinate, method, url: origin + path, headers, body }, context)
      if (added instanceof Error) return added
      if (added.size === 0) return await caller.call(wanted, context)
      return await caller.call({ ...wanted, request: withHeaders(request, Object.fromEntries(added)) }, context)
    },
    [Symbol.asyncDispose]: () => caller[Symbol.asyncDispose](),
  }
}
