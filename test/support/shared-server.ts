import { inject } from 'vitest'

/** What the process that runs the tests does for them; it starts a database server when the first test needs it. */
export type SharedPath =
  /** The URL of the MariaDB that all tests of a run share. */
  | '/mariadb'
  /** That of the MySQL. */
  | '/mysql'
  /** That of the PostgreSQL. */
  | '/postgres'
  /** The URL of an empty database on the shared PostgreSQL. */
  | '/postgres/take'
  /** The body's URL is that of a database which nobody uses any more. */
  | '/postgres/give-back'
  /** The path of what `npm pack` makes. */
  | '/package'

/** Asks it, and answers what it says. */
export async function sharedDoor(path: SharedPath, body = ''): Promise<string> {
  const response = await fetch(inject('serverDoor') + path, { method: 'POST', body })
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}
