import { Client, types } from 'pg'
import { type Connect, runOnce } from './server-database.ts'

/** Its rows have BIGINT as number. */
export const connectToPostgres: Connect = async connectionString => {
  const client = new Client({ connectionString })
  client.setTypeParser(types.builtins.INT8, Number)
  let isLost = false
  client.on('error', () => {
    isLost = true
  })
  await client.connect()
  return {
    get isLost() {
      return isLost
    },
    async run(sql) {
      const result: unknown = await client.query(sql)
      const last = Array.isArray(result) ? result.at(-1) : result
      return (last as { rows: unknown[] }).rows
    },
    end: () => client.end(),
  }
}

/** Runs statements over a connection of their own. */
export function runOnPostgres(url: string, sql: string): Promise<unknown[]> {
  return runOnce(connectToPostgres, url, sql)
}
