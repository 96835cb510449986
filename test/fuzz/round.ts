import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildClientSchema, type GraphQLSchema, getIntrospectionQuery } from 'graphql'
import { Random } from '../execute/random.ts'
import { count } from '../support/counts.ts'
import type { Dialect } from '../support/dialects.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import type { TestDatabase } from '../support/test-database.ts'
import { checkAnswer } from './check-answer.ts'
import { exchange } from './exchange.ts'
import { type FuzzedGateway, startFuzzedGateway } from './fuzzed-gateway.ts'
import { CALM, startHostileUpstream } from './hostile-upstream.ts'
import { randomRequest, type SentRequest } from './random-http.ts'
import { readAnswers } from './read-answers.ts'
import { Report } from './report.ts'
import { SCHEMA } from './schema.ts'
import { findSecrets, SECRETS } from './secrets.ts'

export interface RoundOptions {
  readonly seed: number
  /** Each filled with its TABLES. */
  readonly databases: Readonly<Record<Dialect, TestDatabase>>
  /** How many requests to send, unless the time is over first. */
  readonly requests: number
  /** Milliseconds. */
  readonly time: number
  /** How many connections there are at once. */
  readonly concurrency: number
  /** Ends the round before its time. */
  readonly signal?: AbortSignal
  /** Told of what is wrong as soon as it is seen. */
  readonly onWrong?: (wrong: string) => void
  readonly onProgress?: (report: Report) => void
}

/** After how many requests each gateway is looked at. */
const LOOK = 500

/** Sends what nobody should to gateways of both profiles and lanes, over upstreams that answer what nobody should. */
export async function runRound(options: RoundOptions): Promise<Report> {
  const { seed, requests, time, concurrency, signal, onProgress } = options
  const report = new Report(options.onWrong)
  const start = performance.now()
  await using world = await openWorld(options, report)
  const { gateways, schema, secrets } = world
  // What the start has taken is not asked.
  await Promise.all(gateways.map(gateway => gateway.longestTurn()))
  const isOver = () => report.requests >= requests || performance.now() - start >= time || signal?.aborted === true
  const work = async () => {
    while (!isOver()) {
      const index = report.requests++
      const random = new Random(seed, index)
      const gateway = random.pick(gateways)
      const sent = randomRequest(random, schema)
      count(report.kinds, sent.kind)
      await send(sent, gateway, secrets, report, `seed ${seed}, request ${index}, ${gateway.name}`)
      onProgress?.(report)
      if (report.requests % LOOK === 0) await look(world, report)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  await look(world, report)
  for (const gateway of gateways) await gateway.stop()
  report.seconds = (performance.now() - start) / 1_000
  return report
}

async function send(
  sent: SentRequest,
  gateway: FuzzedGateway,
  secrets: Readonly<Record<string, string>>,
  report: Report,
  where: string,
): Promise<void> {
  const { bytes, broken } = await exchange(gateway.url, sent.bytes)
  if (broken !== undefined) count(report.broken, broken)
  try {
    const answers = readAnswers(bytes)
    for (const answer of answers) {
      report.addAnswer(answer)
      for (const wrong of checkAnswer(answer, secrets)) report.addWrongOf(sent, where, wrong)
    }
    // Behind these nothing more is read on the connection.
    const isLast = answers.some(({ status }) => status === 413 || status === 503)
    const wanted = isLast ? answers.length : (sent.answers ?? answers.length)
    if (answers.length !== wanted || broken === 'silence')
      report.addWrongOf(sent, where, `${answers.length} answers instead of ${wanted}, broken off by ${broken}`)
  } catch (error) {
    // What was sent behind a request that is refused resets the connection, which takes the rest of the answer with it.
    if (broken === undefined) report.addWrongOf(sent, where, String(error))
  }
}

/** Each gateway still answers what it is asked, and how it is. */
async function look({ gateways, secrets }: World, report: Report): Promise<void> {
  for (const gateway of gateways) {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ calm }"}',
    }).catch((error: Error) => error)
    const text = response instanceof Response ? await response.text() : String(response)
    const isBusy = response instanceof Response && response.status === 503
    if (!isBusy && text !== `{"data":{"calm":"${CALM}"}}`) report.addWrong(`${gateway.name}: no longer well: ${text}`)
    report.turn = Math.max(report.turn, await gateway.longestTurn())
    const metrics = await gateway.metrics().catch(String)
    for (const secret of findSecrets(metrics, secrets))
      report.addWrong(`${gateway.name}: its metrics tell the ${secret}`)
    report.memory = Math.max(report.memory, Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1] ?? 0))
  }
}

interface World extends AsyncDisposable {
  readonly gateways: readonly FuzzedGateway[]
  /** As a client sees it. */
  readonly schema: GraphQLSchema
  readonly secrets: Readonly<Record<string, string>>
}

async function openWorld({ seed, databases }: RoundOptions, report: Report): Promise<World> {
  await using opening = new AsyncDisposableStack()
  const upstream = opening.use(await startHostileUpstream(seed))
  const directory = opening.use(await createTempDirectory())
  const schemaPath = join(directory.path, 'schema.graphql')
  await writeFile(schemaPath, SCHEMA)
  const secrets = { ...SECRETS, ...passwordsOf(databases) }
  // What an API says of itself is for the log.
  const { unasked: _, ...unlogged } = secrets
  const environment = {
    API_URL: upstream.url,
    API_KEY: SECRETS.key,
    API_TOKEN: SECRETS.token,
    SQLITE_URL: databases.sqlite.url,
    MARIADB_URL: databases.mariadb.url,
    POSTGRES_URL: databases.postgres.url,
  }
  const kinds = (['development', 'production'] as const).flatMap(profile =>
    [true, false].map(directLane => ({ profile, directLane })),
  )
  const gateways = await Promise.all(
    kinds.map(async kind => {
      const options = { ...kind, schemaPath, environment, secrets: unlogged, onWrong: report.addWrong }
      return opening.use(await startFuzzedGateway(options))
    }),
  )
  const schema = await introspect(gateways[0]?.url ?? '')
  const open = opening.move()
  return { gateways, schema, secrets, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

function passwordsOf(databases: Readonly<Record<Dialect, TestDatabase>>): Readonly<Record<string, string>> {
  const passwords = Object.entries(databases).map(([name, { url }]) => [`password of ${name}`, new URL(url).password])
  return Object.fromEntries(passwords.filter(([, password]) => password !== ''))
}

async function introspect(url: string): Promise<GraphQLSchema> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: getIntrospectionQuery({ inputValueDeprecation: true }) }),
  })
  const { data } = (await response.json()) as { data: Parameters<typeof buildClientSchema>[0] }
  return buildClientSchema(data)
}
