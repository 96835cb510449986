import { createPool } from 'mysql2/promise'

/** As many as Sluice's `poolSize`. */
const CONNECTIONS = 20

/** A function that runs a prepared statement of the database in DATABASE_URL and answers its rows. */
export function openDatabase() {
  const pool = createPool({ uri: process.env.DATABASE_URL, connectionLimit: CONNECTIONS })
  return async (sql, values) => {
    const [rows] = await pool.execute(sql, values)
    return rows
  }
}

/** `?, ?, ?` */
export function marksFor(values) {
  return values.map(() => '?').join(', ')
}
