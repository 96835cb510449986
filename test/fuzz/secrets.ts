/** What the gateway knows and nobody may see, by what it is. */
export const SECRETS = {
  token: 'fuzz-t0ken-of-the-api-9d1c',
  key: 'fuzz-k3y-of-the-api-77ab',
  /** In the answers of the API, under a name that the schema does not have. */
  unasked: 'fuzz-unasked-v4lue-3e0f',
  /** What a client sends to say who it is. */
  authorization: 'fuzz-cl1ent-token-51aa',
  cookie: 'fuzz-cl1ent-cookie-0c2d',
  parameter: 'fuzz-cl1ent-parameter-88fe',
} as const

/** The names of the secrets that a text holds, as they are or in base64. */
export function findSecrets(text: string, secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, value]) =>
    text.includes(value) || text.includes(Buffer.from(value).toString('base64')) ? [name] : [],
  )
}
