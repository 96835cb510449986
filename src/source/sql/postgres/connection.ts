import { Client, type ClientConfig, type FieldDef, type QueryArrayResult } from 'pg'
import type { TlsOptions } from '../../tls-options.ts'
import type { ColumnOrigin, Statement } from '../dialect.ts'
import type { Backend, Session } from '../pool/session.ts'
import { sqlStateOf } from './error.ts'
import { toPostgresParameter } from './parameter.ts'
import { type ArrayType, readPostgresResult, unknownTypes } from './result.ts'
import { postgresTls } from './tls.ts'

/** Most prepared statements of one session: the server keeps a plan for each. */
const MAX_PREPARED = 200

/** Every session prints and reads alike, whatever the server, its database or its user are set to. */
const SESSION = `set session characteristics as transaction read only; set timezone to 'UTC';
  set datestyle to 'ISO, YMD'; set intervalstyle to 'iso_8601'; set bytea_output to 'hex'; set extra_float_digits to 1`

const BACKEND = 'select pg_backend_pid(), pg_postmaster_start_time()'

const FAILED_TRANSACTION = '25P02'

/** The array types of the server, as they were found in answers; types are not removed while they are used. */
type FoundTypes = Map<number, ArrayType | null>

/** The columns of tables behind those of answers, by the table's OID and the column's number. */
type FoundColumns = Map<string, ColumnOrigin | null>

/** What a pool has found out about its server. */
export interface FoundNames {
  readonly types: FoundTypes
  readonly columns: FoundColumns
}

const COLUMNS = `select attrelid, attnum, relname, attname,
    case when not pg_catalog.pg_table_is_visible(attrelid)
      then (select nspname from pg_catalog.pg_namespace as schema where schema.oid = relnamespace) end
  from pg_catalog.pg_attribute join pg_catalog.pg_class as relation on relation.oid = attrelid
  where attrelid = any($1::oid[]) and attnum > 0`
const TYPES = 'select oid, typcategory, typelem, typdelim from pg_catalog.pg_type where oid = any($1::oid[])'

/** Values as the server writes them: `readPostgresResult` knows what they mean. */
const AS_TEXT = { getTypeParser: () => (text: string) => text } as unknown as ClientConfig['types']

/** Opens a session; `onLost` is told when it breaks by itself. Rejects with pg's error. */
export async function connectPostgres(
  config: ClientConfig & { readonly host: string },
  tls: TlsOptions | undefined,
  { types, columns }: FoundNames,
  onLost: (session: Session) => void,
): Promise<Session> {
  const secure = tls && postgresTls(config.host, tls)
  const client = new Client({ ...config, ...secure?.config, types: AS_TEXT as never })
  // Without a listener Node would end the process.
  client.on('error', () => onLost(session))
  client.on('end', () => onLost(session))
  const prepared = preparedStatements(client)

  const run = async ({ sql, parameters }: Statement): Promise<QueryArrayResult> => {
    const query = { text: sql, values: parameters.map(toPostgresParameter), rowMode: 'array' as const }
    try {
      return await client.query({ ...query, name: await prepared.nameOf(sql) })
    } catch (error) {
      if (!isStalePlan(error)) throw error
      // The server refused before it ran anything, and may refuse others for the same reason.
      await prepared.forgetAll()
      return await client.query({ ...query, name: await prepared.nameOf(sql) }).catch(again => {
        // With the refusal a transaction has failed.
        throw sqlStateOf(again) === FAILED_TRANSACTION ? error : again
      })
    }
  }

  const findTypes = async (oids: readonly number[]) => {
    const { rows } = await client.query({ text: TYPES, values: [oids], rowMode: 'array' })
    for (const oid of oids) types.set(oid, null)
    for (const [oid, category, element, delimiter] of rows as string[][])
      if (category === 'A') types.set(Number(oid), { element: Number(element), delimiter: delimiter ?? ',' })
  }

  const findColumns = async (fields: readonly FieldDef[]) => {
    const unknown = fields.filter(field => field.tableID > 0 && !columns.has(columnId(field)))
    if (unknown.length === 0) return
    const tables = [...new Set(unknown.map(({ tableID }) => tableID))]
    const { rows } = await client.query({ text: COLUMNS, values: [tables], rowMode: 'array' })
    for (const field of unknown) columns.set(columnId(field), null)
    for (const [oid, number, table, column, schema] of rows as (string | null)[][])
      columns.set(`${oid}.${number}`, { ...(schema && { schema }), table: table ?? '', column: column ?? '' })
  }

  const session: Session & { backend?: Backend } = {
    async execute(statement) {
      const result = await run(statement)
      const unknown = unknownTypes(result.fields, types)
      if (unknown.length > 0) await findTypes(unknown)
      await findColumns(result.fields)
      const origins = result.fields.map(field => columns.get(columnId(field)) ?? undefined)
      return { ...readPostgresResult(result, types), origins }
    },
    control: sql => client.query(sql),
    end: () => client.end().catch(() => undefined),
    destroy: () => internalsOf(client).stream.destroy(),
  }
  try {
    await client.connect()
    const setUp = (text: string) =>
      client.query({ text, query_timeout: config.connectionTimeoutMillis, rowMode: 'array' } as {
        text: string
        rowMode: 'array'
      })
    await setUp(SESSION)
    const known = await setUp(BACKEND).catch(error => {
      if (sqlStateOf(error) === undefined) throw error
    })
    const [id, server] = (known?.rows[0] ?? []) as string[]
    // A proxy that shares sessions says another id than the server does.
    if (Number(id) === (client as unknown as { processID?: number }).processID)
      session.backend = { id: Number(id), server: String(server) }
  } catch (error) {
    session.destroy()
    throw secure?.explain(error) ?? error
  }
  return session
}

/**
 * 0A000 at a prepared statement: a table has changed and with it what the statement answers. 26000: somebody between
 * here and the server, or DISCARD, has dropped it.
 */
export function isStalePlan(error: unknown): boolean {
  const code = sqlStateOf(error)
  return code === '26000' || (code === '0A000' && (error as { routine?: string }).routine === 'RevalidateCachedQuery')
}

/** The names of a session's statements. Those not used for longest are dropped: pg keeps them for ever. */
function preparedStatements(client: Client) {
  const names = new Map<string, string>()
  let count = 0
  const forget = async (sql: string) => {
    const name = names.get(sql)
    if (name === undefined) return
    names.delete(sql)
    delete internalsOf(client).parsedStatements[name]
    await client.query(`deallocate ${name}`).catch(() => undefined)
  }
  return {
    async forgetAll() {
      for (const name of names.values()) delete internalsOf(client).parsedStatements[name]
      names.clear()
      // In a transaction that has failed nothing can be dropped: no name is used twice.
      await client.query('deallocate all').catch(() => undefined)
    },
    async nameOf(sql: string): Promise<string> {
      const name = names.get(sql) ?? `s${++count}`
      names.delete(sql)
      names.set(sql, name)
      const [oldest] = names.keys()
      if (names.size > MAX_PREPARED && oldest !== undefined) await forget(oldest)
      return name
    },
  }
}

function columnId({ tableID, columnID }: FieldDef): string {
  return `${tableID}.${columnID}`
}

interface Internals {
  readonly stream: { destroy(): void }
  /** Which names pg takes as known to the server. */
  readonly parsedStatements: Record<string, string>
}

function internalsOf(client: Client): Internals {
  return (client as unknown as { connection: Internals }).connection
}
