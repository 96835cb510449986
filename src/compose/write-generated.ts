import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { clashesWith } from '../schema/clashes-with.ts'
import { compareSchemas } from '../schema/compare-schemas.ts'
import type { SchemaText } from '../schema/load-schema.ts'
import { isSchemaFile } from '../schema/read-schema-files.ts'
import { generatedState, markGenerated, plainText } from './generated-text.ts'
import type { WrittenSchema } from './imported-schema.ts'
import { makeFolder } from './make-folder.ts'
import { replaceFile } from './replace-file.ts'

interface GeneratedFile {
  readonly path: string
  /** What writes the text again. */
  readonly command: string
  readonly text: string
  /** Whether what was not generated, or was edited since, is written over as well. */
  readonly force: boolean
}

/** Writes a generated file, in place of what an earlier import wrote. Throws Error with one line where that would lose something. */
export async function writeGenerated({ path, command, text, force }: GeneratedFile): Promise<WrittenSchema> {
  const former = await readFormer(path)
  if (former !== undefined && !force) refuseLoss(path, former)
  const marked = markGenerated(command, text)
  const others = await readOthers(path)
  const found = { clashes: clashesWith({ file: path, text }, others), hasOthers: others.length > 0 }
  if (former !== undefined && plainText(former) === marked) return { outcome: 'unchanged', changes: [], ...found }
  try {
    await makeFolder(dirname(path))
    await replaceFile(path, marked)
  } catch (cause) {
    throw new Error(`The file ${path} can't be written: ${(cause as Error).message}`, { cause })
  }
  if (former === undefined) return { outcome: 'new', changes: undefined, ...found }
  return { outcome: 'changed', changes: compareSchemas(former, marked), ...found }
}

async function readFormer(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new Error(`The file ${path} can't be read: ${message}`, { cause })
  }
}

function refuseLoss(path: string, former: string): void {
  const state = generatedState(former)
  if (state === 'foreign')
    throw new Error(
      `The file ${path} was not written by an import --into. Choose another name, or write over it with --force.`,
    )
  if (state === 'edited')
    throw new Error(
      `The file ${path} was edited since an import wrote it. Move what you wrote into another file, or write over it with --force.`,
    )
}

/** The other schema files in the folder; what can't be read is told when the schema is. */
async function readOthers(path: string): Promise<readonly SchemaText[]> {
  const folder = dirname(path)
  const own = await realpath(path).catch(() => resolve(path))
  const names = (await readdir(folder).catch(() => [])).filter(isSchemaFile).toSorted()
  const texts = names.map(async (name): Promise<SchemaText[]> => {
    const file = join(folder, name)
    try {
      // A pipe would keep its reader.
      if ((await realpath(file)) === own || !(await stat(file)).isFile()) return []
      return [{ file, text: await readFile(file, 'utf8') }]
    } catch {
      return []
    }
  })
  return (await Promise.all(texts)).flat()
}
