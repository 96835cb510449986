/** The dialects of the databases in cases. */
export const DIALECTS = ['sqlite', 'mariadb', 'postgres'] as const
export type Dialect = (typeof DIALECTS)[number]

/**
 * The statement of SQLite in the dialect's quotes and placeholders: MySQL has backticks, PostgreSQL numbers. It has no
 * question mark or double quote but these.
 */
export function inDialect(dialect: Dialect, text: string): string {
  if (dialect === 'mariadb') return text.replaceAll('"', '`')
  if (dialect === 'sqlite') return text
  let count = 0
  return text.replaceAll('?', () => `$${++count}`)
}
