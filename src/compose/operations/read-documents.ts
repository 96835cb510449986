import { glob, readFile, stat } from 'node:fs/promises'
import { isExecutableDefinitionNode, parse } from 'graphql'
import type { SchemaText } from '../../schema/load-schema.ts'
import { SchemaFileError } from '../../schema/schema-file-error.ts'

const GRAPHQL = /\.(?:graphql|gql)$/
/** Files of programs, whose operations stand in templates. */
const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|g[jt]s)$/

const PLUCK = '@graphql-tools/graphql-tag-pluck'

/**
 * The texts of GraphQL in files: those of `.graphql` files, and the templates of programs (by graphql-tag-pluck: `gql`, `graphql()`, and a comment
 * `GraphQL` before them). Each keeps its lines and columns. Throws SchemaFileError where there is none, one can't be read, or what reads
 * programs is not installed.
 *
 * @param patterns of paths, as `src/**` with `*.{ts,tsx}` behind it
 */
export async function readDocuments(patterns: readonly string[]): Promise<readonly SchemaText[]> {
  const files = await filesOf(patterns)
  const texts = await Promise.all(
    files.map(async file => {
      const text = await readText(file)
      return GRAPHQL.test(file) ? [{ file, text }] : pluck(file, text)
    }),
  )
  return texts.flat()
}

async function filesOf(patterns: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>()
  for (const pattern of patterns) {
    let isKnown = false
    const exclude = (path: string) => /(?:^|[\\/])node_modules$/.test(path)
    for await (const file of glob(pattern, { exclude })) {
      if ((!GRAPHQL.test(file) && !CODE.test(file)) || !(await mayBeRead(file))) continue
      isKnown = true
      found.add(file)
    }
    if (!isKnown)
      throw new SchemaFileError(
        `There is no file "${pattern}" that could have operations. Write paths in quotes, as 'src/**/*.{ts,tsx,graphql}'.`,
      )
  }
  return [...found].sort()
}

/** Not a folder of such a name; nor a pipe or a socket, which would keep its reader. Of a link that leads nowhere the reader tells. */
async function mayBeRead(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? true
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new SchemaFileError(`The file "${file}" can't be read: ${(cause as Error).message}.`, { cause })
  }
}

type Pluck = typeof import('@graphql-tools/graphql-tag-pluck').gqlPluckFromCodeString

async function pluck(file: string, code: string): Promise<readonly SchemaText[]> {
  const plucked = await (await loadPluck(file))(file, code, { pluckStringFromFile: inPlace }).catch(cause => {
    throw new SchemaFileError(`The operations of "${file}" can't be read: ${(cause as Error).message}`, { cause })
  })
  return plucked.map(({ body }) => ({ file, text: body })).filter(({ text }) => !isSchema(text))
}

async function loadPluck(file: string): Promise<Pluck> {
  try {
    return (await import('@graphql-tools/graphql-tag-pluck')).gqlPluckFromCodeString
  } catch (cause) {
    throw new SchemaFileError(
      `To find operations in "${file}", a package is needed that is not installed: npm install --save-dev ${PLUCK}`,
      { cause },
    )
  }
}

/** The inside of a template where it stands in its file, with nothing else around it, and nothing where it takes values. */
function inPlace(
  code: string,
  { start, end }: { readonly start?: number | null; readonly end?: number | null },
): string {
  const from = (start ?? 0) + 1
  const inside = code.slice(from, (end ?? code.length) - 1)
  return blank(code.slice(0, from)) + inside.replaceAll(/\$\{[^}]*\}/g, blank).replaceAll('\\`', ' `')
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/g, ' ')
}

/** Whether it defines types and nothing that is run: the program is a server. What can't be parsed is told later. */
function isSchema(text: string): boolean {
  try {
    return !parse(text).definitions.some(isExecutableDefinitionNode)
  } catch {
    return false
  }
}
