import { readFile } from 'node:fs/promises'
import { fetchText } from '../source/http/fetch-text.ts'

export interface ReadText {
  readonly text: string
  /** Where it is on the web; `undefined` for a file. */
  readonly url: string | undefined
}

/** Reads what a command was given: a URL or a file. Throws Error with one line. */
export async function readText(
  from: string,
  onProgress: (text: string) => void,
  headers: Readonly<Record<string, string>> = {},
): Promise<ReadText> {
  if (!/^https?:\/\//i.test(from)) return { text: await readLocal(from), url: undefined }
  const { username, password } = URL.canParse(from) ? new URL(from) : { username: '-', password: '' }
  if (username !== '' || password !== '') throw new Error('Give a URL without credentials: https://host/path')
  onProgress('Fetching the document')
  return fetchText(from, headers, bytes => onProgress(`Fetching the document: ${Math.ceil(bytes / 1024)} KiB`))
}

async function readLocal(path: string): Promise<string> {
  try {
    // Unlike `utf8`, it takes a byte order mark away.
    return new TextDecoder().decode(await readFile(path))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new Error(code === 'ENOENT' ? `There is no file ${path}.` : `The file ${path} can't be read: ${message}`, {
      cause,
    })
  }
}
