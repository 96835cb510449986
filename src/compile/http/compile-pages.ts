import type { HttpBinding } from '../../plan/http/http-binding.ts'
import type { HttpPages } from '../../plan/http/http-pages.ts'
import type { HttpSourceSettings } from '../../plan/http/http-source-settings.ts'
import { isObject } from '../../plan/is-object.ts'
import { fixedPath } from '../../plan/source-path.ts'
import type { BindingContext } from '../binding-context.ts'
import { appliedValue } from '../template/applied-argument.ts'
import { compilePageOptions } from './page-options.ts'

type Rest = Omit<HttpBinding, 'pages' | 'connection'>

/** Compiles the `pages` of an `@http` whose rest is given; reports every mistake in it. */
export function compilePages(
  context: BindingContext,
  settings: HttpSourceSettings,
  rest: Rest,
): Pick<HttpBinding, 'pages' | 'connection'> {
  const { use, report, names, returned, source, connection } = context
  const values = use.args.pages
  if (!isObject(values)) return { pages: undefined, connection: undefined }
  const pages = compilePageOptions({
    values,
    argument: 'pages',
    report,
    defaults: settings.pages,
    itemPath: path => fixedPath(names.lookup(returned, path).paths.get(source)),
  })
  refuseUnfitting(context, rest)
  if (pages) refuseTwice(context, settings, rest, pages)
  if (!connection) return { pages, connection: undefined }
  if (pages) checkConnection(context, pages)
  // Cursors hold the value in the clear.
  if (pages?.style.kind === 'item')
    context.valueReads.add({ at: context.coordinate, type: returned, path: pages.style.path, source })
  return { pages, connection: { first: appliedValue(context, 'first'), after: appliedValue(context, 'after') } }
}

/** What has no pages. */
function refuseUnfitting({ report, connection }: BindingContext, rest: Rest): void {
  const { method, batch, list, mutation, body } = rest
  if (mutation || (method !== 'GET' && method !== 'POST'))
    report('pages', 'pages are read, and this changes something.', 'Remove pages.')
  else if (!list && !batch && !connection)
    report('pages', 'pages are those of a list.', 'Return a list or a connection, or remove pages.')
  if (body && (body.kind === 'literal' || body.kind === 'list'))
    report('body', 'the parameters of pages are keys of the body, and this one has none.', 'Write body: { … }.')
  if (batch && connection)
    report(
      'pages',
      'a page of each parent is no page of all of them.',
      'Use {$this.…} for one call for each parent, or return a list.',
    )
  if (rest.tellsResponse || rest.selectsResponse)
    report('pages', '$response is that of one answer, and pages are several.', 'Remove pages, or $response.')
  if (batch && batch.by.kind !== 'paths')
    report('by', 'the items on pages must tell the keys that they belong to.', 'Write by: "…", a path in an item.')
}

/** Parameters that the binding sends by itself. */
function refuseTwice(
  { report }: BindingContext,
  { baseURL }: HttpSourceSettings,
  { query, method, body }: Rest,
  { style, size }: HttpPages,
): void {
  const fromBase = URL.canParse(baseURL) ? [...new URL(baseURL).searchParams.keys()] : []
  const sent = [
    ...query.map(({ name }) => name),
    ...fromBase,
    ...(body?.kind === 'object' ? body.fields.map(([name]) => name) : []),
  ]
  for (const name of ['parameter' in style ? style.parameter : undefined, size])
    if (name !== undefined && sent.includes(name))
      report(method, `"${name}" is sent already, and pages send it.`, 'Remove it here.')
}

/** A client goes on where a cursor says: no URL of the upstream can be one. */
function checkConnection({ report, connection }: BindingContext, { style, total }: HttpPages): void {
  if (style.kind === 'link')
    report(
      'pages',
      'the URL of the next page is no cursor that a client may have.',
      'Say which of its parameters tells the page: cursor: "page".',
    )
  if (!total && connection?.hasTotal)
    report(
      'pages',
      `${connection.connection} has a totalCount, and pages do not say where an answer has it.`,
      'Add total: "meta.total" or total: "$response.headers.x-total-count", or define the type without it.',
    )
}
