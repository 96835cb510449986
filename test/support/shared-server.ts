import { inject } from 'vitest'

/** The database servers that all tests of a run share. */
export type SharedServer = 'mariadb' | 'postgres'

/** The server's URL; the process that runs the tests starts it when the first test needs it. */
export async function sharedServerUrl(server: SharedServer): Promise<string> {
  const response = await fetch(`${inject('serverDoor')}/${server}`)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}
