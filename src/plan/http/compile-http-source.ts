import type { Path } from '../path.ts'
import { namingOption, type SourceOptions, timeoutOption } from '../source-options.ts'
import type { HttpSourceSettings } from '../source-settings.ts'
import { startupText } from '../startup-text.ts'
import { checkHttpURL } from './check-http-url.ts'
import { compileHeaders } from './compile-headers.ts'
import { compileErrorMessage } from './error-message.ts'
import type { HttpPages } from './http-pages.ts'
import { compilePageOptions, type PageValues } from './page-options.ts'

/** Compiles `@source(http: { … })`. */
export function compileHttpSource(name: string, options: SourceOptions): HttpSourceSettings {
  const { values, context } = options
  const baseURL = startupText(values.baseURL, 'http.baseURL', 'the URL of a source', context)
  if (baseURL !== undefined) checkHttpURL(baseURL, 'http.baseURL', context.report)
  return Object.freeze({
    kind: 'http',
    name,
    baseURL: baseURL ?? '',
    headers: compileHeaders(values.headers, 'http.headers', context),
    errorMessage: compileErrorMessage(values.error, 'http.error', context.report),
    pages: pagesOption(options),
    timeout: timeoutOption(options),
    naming: namingOption(options),
  })
}

function pagesOption({ values: { pages: values }, context: { report } }: SourceOptions): HttpPages | undefined {
  if (typeof values !== 'object' || values === null) return undefined
  const itemPath = (path: Path) => path
  return compilePageOptions({
    values: values as PageValues,
    argument: 'http.pages',
    report,
    defaults: undefined,
    itemPath,
  })
}
