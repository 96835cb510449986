import { createFaultProxy } from '../support/fault-proxy.ts'
import { startTestGateway, type TestGateway } from '../support/gateway.ts'
import { startUpstream } from '../support/upstream.ts'
import { answerTalk, createBlog } from './apis.ts'
import { type Client, openClient } from './client.ts'
import type { Counts } from './count-calls.ts'
import { healWay, type Way } from './nemesis.ts'
import { BUDGET, SCHEMA, type SourceName } from './schema.ts'

/** A gateway, its clients, and its upstreams behind proxies. */
export interface World extends AsyncDisposable {
  readonly gateway: TestGateway
  readonly client: Client
  readonly ways: Readonly<Record<SourceName, Way>>
  /** How often the blog has applied each mutation. */
  readonly marked: ReadonlyMap<string, number>
}

/**
 * All of it but the database, which is at the URL. What the proxies hear of each source is counted as attempts: requests,
 * and statements that are executed.
 */
export async function openWorld(databaseUrl: string, attempts: Counts): Promise<World> {
  await using opening = new AsyncDisposableStack()
  const marked = new Map<string, number>()
  const openWay = async (source: SourceName, url: string, isAttempt: (said: Buffer) => boolean): Promise<Way> => {
    const proxy = opening.use(await createFaultProxy(url))
    const way = {
      proxy,
      onSaid(said: Buffer) {
        if (isAttempt(said)) attempts[source]++
      },
    }
    healWay(way)
    await proxy.start()
    return way
  }
  const blog = opening.use(await startUpstream(createBlog(marked), { keepsRequests: false }))
  const talk = opening.use(await startUpstream(answerTalk, { keepsRequests: false }))
  const ways = {
    blog: await openWay('blog', blog.url, isRequest),
    talk: await openWay('talk', talk.url, isRequest),
    db: await openWay('db', databaseUrl, isExecution),
  }
  const gateway = opening.use(
    await startTestGateway({
      schema: SCHEMA,
      environment: { BLOG_URL: ways.blog.proxy.url, TALK_URL: ways.talk.proxy.url, DB_URL: ways.db.proxy.url },
      config: { requestTimeout: BUDGET, logLevel: 'error' },
    }),
  )
  const client = opening.use(openClient(gateway.url))
  const open = opening.move()
  return { gateway, client, ways, marked, [Symbol.asyncDispose]: () => open.disposeAsync() }
}

/** The head of an HTTP request begins a packet, as nothing is sent before the last one was answered. */
function isRequest(said: Buffer): boolean {
  return /^(GET|POST) \//.test(said.toString('latin1', 0, 6))
}

/** COM_STMT_EXECUTE of MySQL's protocol. */
function isExecution(said: Buffer): boolean {
  return said[4] === 0x17
}
