import { type ImportedSample, importSample } from '../import/json/import-sample.ts'
import { parseJson } from '../source/json.ts'
import { readText } from './read-text.ts'

export interface ImportJsonOptions {
  /** A file or a URL that answers JSON. */
  readonly from: string
  /** What one object of it is: `Post`. */
  readonly name: string
  onProgress(text: string): void
}

/** Reads a sample of an API's answers and writes its schema file. Throws Error with one line. */
export async function importJson({ from, name, onProgress }: ImportJsonOptions): Promise<ImportedSample> {
  const { text, url } = await readText(from, onProgress, { accept: 'application/json' })
  onProgress('Reading the JSON')
  return importSample({ sample: parse(text, url ?? from), name, url })
}

function parse(text: string, from: string): unknown {
  try {
    return parseJson(text)
  } catch (cause) {
    throw new Error(
      `${from.split('?')[0]} is no JSON: ${cause instanceof Error ? cause.message.split('\n')[0] : cause}`,
      { cause },
    )
  }
}
