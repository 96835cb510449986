import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { checkOptions, FUNCTION, HEADERS, requiredText, SWITCH, TEXT, TEXTS } from '../config/options.ts'
import { parseDocument } from '../import/openapi/document/parse-document.ts'
import { referencedFiles } from '../import/openapi/document/referenced-files.ts'
import { importDocument } from '../import/openapi/import-document.ts'
import type { ImportedSchema, IntoOptions } from './imported-schema.ts'
import { isBelow } from './is-below.ts'
import { readText } from './read-text.ts'
import { checkInto, INTO_OPTIONS, writeInto } from './write-into.ts'

export interface ImportOpenApiOptions extends IntoOptions {
  /** A file or a URL. */
  readonly from: string
  /** Only these paths (`/posts/**`) or tags; all unless said. */
  readonly include?: readonly string[] | undefined
  /** All but these paths or tags. */
  readonly exclude?: readonly string[] | undefined
  /** Those of its POSTs that only read, by paths or tags: they are queries. */
  readonly queries?: readonly string[] | undefined
  /** Whether all that is answered may be null, whatever the document requires. */
  readonly nullable?: boolean | undefined
  /** What stands in front of the names of types, root fields and sources: `Shop`. */
  readonly prefix?: string | undefined
  /** What a URL is asked for with; nothing of it is in the schema. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Told what is under way. */
  readonly onProgress?: ((text: string) => void) | undefined
}

const OPTIONS = {
  from: requiredText('an OpenAPI document, a file or a URL'),
  include: TEXTS,
  exclude: TEXTS,
  queries: TEXTS,
  nullable: SWITCH,
  prefix: TEXT,
  headers: HEADERS,
  onProgress: FUNCTION,
  ...INTO_OPTIONS,
}

/**
 * Reads an OpenAPI document and makes its schema file, written `into` a file where one is named. References lead to files in the document's own folder only: nothing
 * is fetched but the document itself. Throws ConfigError, or Error with one line.
 *
 * @example
 * ```ts
 * import { importOpenApi } from 'sluice'
 *
 * const { text, notes } = await importOpenApi({ from: 'openapi.yaml', include: ['/posts'] })
 * console.log(text.includes('posts: [Post!]'), notes.length) // true 0
 * ```
 */
export async function importOpenApi(options: ImportOpenApiOptions): Promise<ImportedSchema> {
  checkOptions('importOpenApi', options, OPTIONS)
  checkInto(options)
  const { from, include = [], exclude = [], queries, nullable, prefix, headers, onProgress = () => undefined } = options
  const { text, url } = await readText(from, onProgress, headers)
  onProgress('Reading the document')
  const root = url ?? resolve(from)
  const files = new Map([[root, parseDocument(text, url === undefined ? from : 'The document')]])
  const folder = dirname(root)
  if (url === undefined)
    // What is found is added while it is gone through.
    for (const [file, document] of files)
      for (const reference of referencedFiles(document)) {
        const path = resolveFile(reference, file)
        if (!files.has(path) && isBelow(folder, path)) await addFile(path, files)
      }
  onProgress('Writing the schema')
  const resolveReference = url === undefined ? resolveFile : resolveURL
  const selected = { include, exclude, queries, nullable, prefix }
  const imported = importDocument({ files, root, resolve: resolveReference, url, ...selected })
  const flags = { include: listText(include), exclude: listText(exclude), queries: listText(queries), nullable, prefix }
  return await writeInto(imported, options, { kind: 'openapi', from, flags, headers: Object.keys(headers ?? {}) })
}

function listText(list: readonly string[] = []): string | undefined {
  return list.length === 0 ? undefined : list.join()
}

async function addFile(path: string, files: Map<string, unknown>): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  // A reference to what is not there is told where it stands.
  if (text !== undefined) files.set(path, parseDocument(text, path))
}

function resolveFile(reference: string, from: string): string {
  if (/^[a-z][a-z\d+.-]+:/i.test(reference)) return reference
  const path = reference.split('#')[0] ?? ''
  try {
    return resolve(dirname(from), decodeURIComponent(path))
  } catch {
    return resolve(dirname(from), path)
  }
}

function resolveURL(reference: string, from: string): string {
  return URL.canParse(reference, from) ? new URL(reference, from).href : reference
}
