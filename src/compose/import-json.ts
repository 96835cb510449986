import { checkOptions, FUNCTION, HEADERS, requiredText, TEXT } from '../config/options.ts'
import { importSample } from '../import/json/import-sample.ts'
import { parseSample } from '../import/json/parse-sample.ts'
import type { ImportedSchema, IntoOptions } from './imported-schema.ts'
import { readText } from './read-text.ts'
import { checkInto, INTO_OPTIONS, writeInto } from './write-into.ts'

export interface ImportJsonOptions extends IntoOptions {
  /** A file or a URL that answers JSON. */
  readonly from: string
  /** What one object of it is: `Post`. */
  readonly name: string
  /** What stands in front of the names of types, root fields and the source: `Shop`. */
  readonly prefix?: string | undefined
  /** What a URL is asked for with; the values are not in the schema. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Told what is under way. */
  readonly onProgress?: ((text: string) => void) | undefined
}

const OPTIONS = {
  from: requiredText('a file or a URL that answers JSON'),
  name: requiredText('the name of one object of it, such as Post'),
  prefix: TEXT,
  headers: HEADERS,
  onProgress: FUNCTION,
  ...INTO_OPTIONS,
}

/**
 * Reads a sample of an API's answers and makes its schema file, written `into` a file where one is named. Throws ConfigError, or Error with one line.
 *
 * @example
 * ```ts
 * import { importJson } from 'sluice'
 *
 * const { text } = await importJson({ from: 'posts.json', name: 'Post' })
 * console.log(text.includes('type Post {')) // true
 * ```
 */
export async function importJson(options: ImportJsonOptions): Promise<ImportedSchema> {
  checkOptions('importJson', options, OPTIONS)
  checkInto(options)
  const { from, name, prefix, headers = {}, onProgress = () => undefined } = options
  const { text, url } = await readText(from, onProgress, { accept: 'application/json', ...headers })
  onProgress('Reading the JSON')
  const names = Object.keys(headers)
  const imported = importSample({ sample: parse(text, url ?? from), name, url, headers: names, prefix })
  return await writeInto(imported, options, { kind: 'json', from, flags: { name, prefix }, headers: names })
}

function parse(text: string, from: string): unknown {
  try {
    return parseSample(text)
  } catch (cause) {
    throw new Error(
      `${from.split('?')[0]} is no JSON: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}`,
      { cause },
    )
  }
}
