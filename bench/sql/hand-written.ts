import { Kysely, MysqlDialect, PostgresDialect } from 'kysely'
import { createPool } from 'mysql2'
import { Pool, types } from 'pg'

interface Tables {
  readonly posts: {
    readonly id: number
    readonly author_id: number
    readonly title: string
    readonly body: string
    readonly views: number
    readonly published_on: string
  }
  readonly users: { readonly id: number; readonly name: string; readonly email: string }
}

/** The operation as one would write it by hand with Kysely: two statements, joined in memory. */
export function openHandWritten(url: string) {
  const db = new Kysely<Tables>({ dialect: dialectOf(url) })

  const run = async (limit: number): Promise<Uint8Array> => {
    const posts = await db
      .selectFrom('posts')
      .select(['id', 'title', 'body', 'views', 'published_on', 'author_id'])
      .orderBy('id')
      .limit(limit)
      .execute()
    const keys = [...new Set(posts.map(post => post.author_id))]
    const users = await db.selectFrom('users').select(['id', 'name', 'email']).where('id', 'in', keys).execute()
    const byId = new Map(users.map(user => [user.id, { id: String(user.id), name: user.name, email: user.email }]))
    const rows = posts.map(({ id, title, body, views, published_on, author_id }) => ({
      id: String(id),
      title,
      body,
      views,
      publishedOn: published_on,
      author: byId.get(author_id) ?? null,
    }))
    return Buffer.from(JSON.stringify({ data: { posts: rows } }))
  }
  return { run, [Symbol.asyncDispose]: () => db.destroy() }
}

/** As it comes, but that dates are text. */
function dialectOf(url: string) {
  if (!url.startsWith('postgres'))
    return new MysqlDialect({ pool: createPool({ uri: url, dateStrings: true, supportBigNumbers: true }) })
  const getTypeParser = (oid: number, format?: 'text' | 'binary') =>
    oid === types.builtins.DATE ? String : types.getTypeParser(oid, format as 'text')
  return new PostgresDialect({ pool: new Pool({ connectionString: url, types: { getTypeParser } }) })
}
