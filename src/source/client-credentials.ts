/** How the gateway says who it is to an authorization server (RFC 6749, section 2.3.1). */
export interface ClientCredentials {
  readonly clientId: string
  readonly clientSecret: string
  /** Where both are sent: as Authorization (`BASIC`), or in the body. */
  readonly auth: 'BASIC' | 'BODY'
}

/** A form that is posted with them; what is undefined is left out. */
export function credentialedForm(
  { clientId, clientSecret, auth }: ClientCredentials,
  fields: Readonly<Record<string, string | undefined>>,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const inBody = auth === 'BODY' ? { client_id: clientId, client_secret: clientSecret } : {}
  const present = Object.entries({ ...fields, ...inBody }).filter(
    (each): each is [string, string] => each[1] !== undefined,
  )
  return {
    headers: {
      accept: 'application/json',
      'user-agent': 'sluice',
      'content-type': 'application/x-www-form-urlencoded',
      ...(auth === 'BASIC' && { authorization: `Basic ${basic(clientId, clientSecret)}` }),
    },
    body: new URLSearchParams(present).toString(),
  }
}

/** Each is encoded as in a form before. */
function basic(clientId: string, clientSecret: string): string {
  const [id, secret] = [clientId, clientSecret].map(text => new URLSearchParams([['', text]]).toString().slice(1))
  return Buffer.from(`${id}:${secret}`).toString('base64')
}
