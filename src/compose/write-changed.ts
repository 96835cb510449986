import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { replaceFile } from './replace-file.ts'

/** Writes a file, with the folders that it stands in, unless it has the text already; whether it has. Throws what the file system throws. */
export async function writeChanged(path: string, text: string): Promise<boolean> {
  const isSame = (await readFile(path, 'utf8').catch(() => undefined)) === text
  if (isSame) return true
  await makeFolder(dirname(path))
  await replaceFile(path, text)
  return false
}
