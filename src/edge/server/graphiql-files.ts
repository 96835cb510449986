import { readdir, readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type ContentCoding, takenCodings } from './content-coding.ts'
import type { HttpAnswer } from './http-answer.ts'

/** What the gateway tells the page. */
export interface PageConfig {
  /** GraphQL text that the first tab shows until the reader changes it. */
  readonly defaultQuery: string
  /** Whether a request is told of its calls that asks for it without a secret. */
  readonly trace: boolean
  /** Whether it is shown what they were answered with, too. */
  readonly answers: boolean
  /** The headers of a request that the schema reads, in lower case. */
  readonly headers: readonly string[]
  /** Where the gateway tells how it is, relative to the page: a proxy may put both under a prefix. */
  readonly ready: string
}

/** The built GraphiQL page: the document is held in memory, and every file from when it is first asked for. */
export interface Page {
  /** The HTML document with `config` written into it. */
  html(config: PageConfig): HttpAnswer
  /** The file at a request's path (`/graphql/assets/…`, without query), if the page has it. */
  asset(path: string): Asset | undefined
}

/** Reads a file of the page, in the best coding that `Accept-Encoding` takes. Rejects where that fails; the next one tries again. */
type Asset = (acceptEncoding: string | undefined) => Promise<HttpAnswer>

/** Where the build looks for what is beside the page, seen from there. */
const BUILT_FOR = './graphql/'

const emptyConfig = '<script type="application/json" id="sluice-config">{}</script>'

/** What the build has written beside a file, by its content coding. */
const codings = new Map<ContentCoding, string>([
  ['br', '.br'],
  ['gzip', '.gz'],
])

const contentTypes = new Map([
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.ttf', 'font/ttf'],
  ['.woff2', 'font/woff2'],
])

// Monaco writes its themes and its layout as inline styles, and draws with small images of its style sheet.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const htmlHeaders = Object.freeze({
  'cache-control': 'no-cache',
  'content-security-policy': contentSecurityPolicy,
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'same-origin',
  // Other clients get GraphQL's answer here.
  vary: 'accept',
  'x-frame-options': 'DENY',
})

/**
 * Opens the page that `npm run prepare` has built, to be served at `path`; undefined if it has not been built.
 *
 * @param folder where Vite has put `index.html` and `assets/`
 * @throws Error if the folder holds something else than this page, or a kind of file without a known content type
 */
export async function loadPage(
  path: string,
  folder = new URL('../../graphiql/dist/', import.meta.url),
): Promise<Page | undefined> {
  const document = await readIfThere(new URL('index.html', folder))
  if (document === undefined) return undefined
  const below = path === '/' ? path : `${path}/`
  // Relative, as a proxy may put the gateway under a prefix.
  const beside = `./${below.slice(path.lastIndexOf('/') + 1)}`
  const [head, tail, ...others] = document.replaceAll(BUILT_FOR, beside).split(emptyConfig)
  if (head === undefined || tail === undefined || others.length > 0) {
    throw new Error('The built page is not of this version. Run `npm run prepare`')
  }
  const assets = await listAssets(new URL('assets/', folder), `${below}assets/`)
  return {
    html: config => ({ status: 200, headers: htmlHeaders, body: head + configElement(config) + tail }),
    asset: path => assets.get(path),
  }
}

async function readIfThere(file: URL): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function listAssets(folder: URL, path: string): Promise<ReadonlyMap<string, Asset>> {
  const names = new Set(await readdir(folder))
  const endings = new Set(codings.values())
  const assets = [...names].filter(name => !endings.has(extname(name)))
  return new Map(assets.map(name => [path + name, assetOf(folder, name, names)]))
}

function assetOf(folder: URL, name: string, names: ReadonlySet<string>): Asset {
  const contentType = contentTypes.get(extname(name))
  if (contentType === undefined) throw new Error(`The built page has a file of an unknown kind: ${name}`)
  const headers = {
    // The names carry a hash of the content, so that a new build never meets an old cache.
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': contentType,
    vary: 'accept-encoding',
  }
  const read = (ending: string, coding: Readonly<Record<string, string>>) =>
    once(async () => ({
      status: 200,
      headers: { ...headers, ...coding },
      body: await readFile(new URL(name + ending, folder)),
    }))
  const plain = read('', {})
  const forms = [...codings]
    .filter(([, ending]) => names.has(name + ending))
    .map(([coding, ending]) => ({ coding, send: read(ending, { 'content-encoding': coding }) }))
  return acceptEncoding => {
    const taken = takenCodings(acceptEncoding)
    return (forms.find(({ coding }) => taken.includes(coding))?.send ?? plain)()
  }
}

/** What `read` answered is kept; a failure isn't. */
function once(read: () => Promise<HttpAnswer>): () => Promise<HttpAnswer> {
  let reading: Promise<HttpAnswer> | undefined
  return () => {
    reading ??= read().catch(error => {
      reading = undefined
      throw error
    })
    return reading
  }
}

function configElement(config: PageConfig): string {
  // Without `<` neither `</script>` nor `<!--` can end or change the element (HTML, "Restrictions for contents of
  // script elements").
  const json = JSON.stringify(config).replaceAll('<', '\\u003c')
  return emptyConfig.replace('{}', () => json)
}
