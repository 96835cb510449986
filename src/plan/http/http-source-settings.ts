import type { HTTP_OPTIONS } from '../../schema/source-options/http-options.ts'
import type { OptionValues } from '../../schema/source-options/source-option.ts'
import type { TlsOptions } from '../../source/tls-options.ts'
import type { SourceSettings } from '../source-settings.ts'
import type { NamedTemplate } from './http-binding.ts'
import type { HttpFailure } from './http-failure.ts'
import type { HttpPages } from './http-pages.ts'
import type { OAuthSettings } from './oauth-settings.ts'

/** What the `http` of a `@source` says. */
export interface HttpSourceSettings extends SourceSettings, OptionValues<typeof HTTP_OPTIONS> {
  readonly baseURL: string
  /** Sent with every call; names in lower case. */
  readonly headers: readonly NamedTemplate[]
  /** Headers of its answers that clients see; names in lower case. */
  readonly expose: readonly string[]
  /** The proxy on the way to it. */
  readonly proxy: string | undefined
  /** How it gets an access token, which is then sent with every call that has no Authorization of its own. */
  readonly oauth: OAuthSettings | undefined
  /** How its lists have pages, for the bindings that say `pages` and not how. */
  readonly pages: HttpPages | undefined
  /** What of its answers is a failure, and what clients are shown of one, unless a binding says otherwise. */
  readonly failure: HttpFailure
  /** How the connections of an `https:` source are made. */
  readonly tls: TlsOptions | undefined
  /** Bytes of the answers that are kept; undefined where none are. */
  readonly cacheBytes: number | undefined
}
