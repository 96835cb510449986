import type { FilesRead } from '../compose/files-read.ts'
import { readOperationTexts } from '../compose/operations/read-operation-texts.ts'
import type { Environment } from '../config/config.ts'
import { readSchemaTexts } from '../schema/read-schema-files.ts'

export interface Contents {
  readonly schemaPath: string | readonly string[]
  readonly operations: readonly string[]
  /** What the schema is made of beside these, as far as it has been read. */
  readonly filesRead: FilesRead
  /** The environment of now. */
  environment(): Environment
}

/** How often files are looked at, in milliseconds. */
const INTERVAL = 500

/** What a schema and its environment are made of now, as one text; also why it can't be read. */
export async function contentsOf({
  schemaPath,
  operations,
  environment,
}: Omit<Contents, 'filesRead'>): Promise<string> {
  try {
    const schema = await readSchemaTexts(schemaPath)
    return JSON.stringify([environment(), schema, await readOperationTexts(operations)])
  } catch (error) {
    return String(error)
  }
}

/**
 * Calls `onChange`, one call after the other, when what is in the files is not `known` any more: neither times nor names count, so
 * that a file may be replaced by a link to another one, as the config maps of Kubernetes are. Keeps the process until it is disposed of.
 */
export function watchContents(contents: Contents, known: string, onChange: () => Promise<void>): Disposable {
  let last = known
  let timer: NodeJS.Timeout | undefined
  const look = async () => {
    const now = await contentsOf(contents)
    const isOther = await contents.filesRead.haveChanged()
    if (isOther || now !== last) {
      last = now
      await onChange()
    }
    if (timer) timer = setTimeout(look, INTERVAL)
  }
  timer = setTimeout(look, INTERVAL)
  return {
    [Symbol.dispose]() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
