import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client/core'
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries'
import { Client, fetchExchange, gql as urqlGql } from '@urql/core'
import { persistedExchange } from '@urql/exchange-persisted'
import { type DocumentNode, Kind } from 'graphql'
import { expect, onTestFinished, test } from 'vitest'
import { runSluice } from '../command/sluice.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { type DemoGateway, startDemoGateway } from './demo-gateway.ts'
import { watchQueries } from './sent-queries.ts'

const TEXT = 'query First { post(id: 1) { id author { id } } }'
const FIRST = { __typename: 'Post', id: '1', author: { __typename: 'User', id: '1' } }

interface Manifest {
  readonly operations: readonly { readonly id: string; readonly name: string }[]
}

/** A gateway that runs nothing but what `sluice persist` has found in an app, and the ids of that by names. */
async function startTrusted(): Promise<{ readonly gateway: DemoGateway; idOf(document: DocumentNode): string }> {
  const directory = await createTempDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  await mkdir(join(directory.path, 'src'))
  await writeFile(join(directory.path, 'src/first.ts'), `export const FIRST = gql\`${TEXT}\``)
  const ending = await runSluice(['persist', 'src/*.ts', '--typename'], { cwd: directory.path })
  expect(ending).toMatchObject({ code: 0 })
  const operations = join(directory.path, 'operations')
  const manifest: Manifest = JSON.parse(await readFile(join(operations, 'persisted-operations.json'), 'utf8'))
  const ids = new Map(manifest.operations.map(({ id, name }) => [name, id]))
  const gateway = await startDemoGateway({ operations: [operations], onlyTrusted: true })
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const nameOf = ({ definitions }: DocumentNode) => {
    const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    return operation && 'name' in operation ? operation.name?.value : undefined
  }
  return { gateway, idOf: document => ids.get(nameOf(document) ?? '') ?? 'none' }
}

test.each([false, true])('Apollo Client asks by the ids of the manifest alone; by GET: %s', async useGet => {
  const { gateway, idOf } = await startTrusted()
  const { sent, watch } = watchQueries()
  const persisted = new PersistedQueryLink({ generateHash: idOf, useGETForHashedQueries: useGet })
  const link = persisted.concat(new HttpLink({ uri: `${gateway.url}/graphql`, fetch: watch }))
  const client = new ApolloClient({ link, cache: new InMemoryCache() })
  expect((await client.query({ query: gql(TEXT) })).data).toEqual({ post: FIRST })
  expect(sent).toEqual([{ method: useGet ? 'GET' : 'POST', hasQuery: false }])
  const other = await client.query({ query: gql('query Other { post(id: 1) { title } }'), errorPolicy: 'all' })
  expect(String(other.error)).toContain('Only operations that are known here are run.')
  client.stop()
})

test.each([false, true])('urql asks by the ids of the manifest alone; by GET: %s', async preferGet => {
  const { gateway, idOf } = await startTrusted()
  const { sent, watch } = watchQueries()
  const persisted = persistedExchange({
    enforcePersistedQueries: true,
    preferGetForPersistedQueries: preferGet,
    generateHash: async (_, document) => idOf(document),
  })
  const client = new Client({ url: `${gateway.url}/graphql`, exchanges: [persisted, fetchExchange], fetch: watch })
  const { data, error } = await client.query(urqlGql(TEXT), {}).toPromise()
  expect([data, error]).toEqual([{ post: FIRST }, undefined])
  expect(sent).toEqual([{ method: preferGet ? 'GET' : 'POST', hasQuery: false }])
})
