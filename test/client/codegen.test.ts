import { execFile } from 'node:child_process'
import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { preset } from '@graphql-codegen/client-preset'
import { expect, test } from 'vitest'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startDemoGateway } from './demo-gateway.ts'

const root = join(import.meta.dirname, '../..')

const APP = `
import type { ResultOf } from '@graphql-typed-document-node/core'
import { graphql } from './gql/gql'

const posts = graphql(\`query Posts($limit: Int) { posts(limit: $limit) { id title author { name } comments { body } } }\`)
const create = graphql(\`mutation Create($input: CreatePost!) { createPost(input: $input) { id } }\`)

type Variables<T> = T extends { __apiType?: (variables: infer V) => unknown } ? V : never

export function titles(data: ResultOf<typeof posts>): (string | undefined)[] {
  return (data.posts ?? []).map(post => post.author?.name ?? post.title)
}
export const input: Variables<typeof create> = { input: { userId: '1', title: 'New' } }

export function mistakes(data: ResultOf<typeof posts>) {
  // @ts-expect-error posts may be null
  data.posts.length
  // @ts-expect-error the author may be null
  data.posts?.[0]?.author.name
  // @ts-expect-error a title is a string
  const title: number | undefined = data.posts?.[0]?.title
  // @ts-expect-error the body was not asked for
  data.posts?.[0]?.body
  // @ts-expect-error an input needs a title
  const incomplete: Variables<typeof create> = { input: { userId: '1' } }
  return [title, incomplete]
}
`

const TSCONFIG = {
  compilerOptions: {
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: 'esnext',
    module: 'preserve',
    moduleResolution: 'bundler',
    types: [],
  },
  include: ['.'],
}

test('graphql-codegen reads the schema of the running gateway, and its types fit a typed query', async () => {
  await using gateway = await startDemoGateway()
  await using directory = await createTempDirectory()
  const file = (name: string) => join(directory.path, name)
  await symlink(join(root, 'node_modules'), file('node_modules'))
  await writeFile(file('tsconfig.json'), JSON.stringify(TSCONFIG))
  await writeFile(file('app.ts'), APP)
  await generate(
    {
      cwd: directory.path,
      schema: `${gateway.url}/graphql`,
      documents: ['app.ts'],
      generates: { [file('gql/')]: { preset, presetConfig: { fragmentMasking: false } } },
      silent: true,
      errorsOnly: true,
    },
    true,
  )
  expect(await check(directory.path)).toBe('')
})

/** What the compiler says of the project in `directory`: nothing where all is well. */
function check(directory: string): Promise<string> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  return new Promise(resolve => {
    execFile(process.execPath, [compiler, '-p', directory], (_, output) => resolve(output))
  })
}
