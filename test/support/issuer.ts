import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { startUpstream, type Upstream } from './upstream.ts'

/** An issuer of tokens, whose keys are at a URL of its own. */
export interface TestIssuer extends AsyncDisposable {
  /** Its `iss`. */
  readonly issuer: string
  /** Where its keys are. */
  readonly jwks: string
  readonly upstream: Upstream
  /** A token that says this, signed by its newest key; for an hour unless `exp` says otherwise, and for the audience `shop`. */
  token(claims?: JWTPayload, header?: { readonly kid?: string }): Promise<string>
  /** Signs by a new key from now on, and publishes it beside the former ones, or alone. */
  rotate(keepsFormer?: boolean): Promise<void>
}

export async function startIssuer(algorithm = 'ES256'): Promise<TestIssuer> {
  let keys: object[] = []
  let count = 0
  let key = (await generateKeyPair(algorithm)).privateKey
  const rotate = async (keepsFormer = true) => {
    const pair = await generateKeyPair(algorithm, { extractable: true })
    key = pair.privateKey
    count += 1
    const published = { ...(await exportJWK(pair.publicKey)), kid: String(count), alg: algorithm, use: 'sig' }
    keys = keepsFormer ? [...keys, published] : [published]
  }
  await rotate()
  const upstream = await startUpstream({ 'GET /keys': () => ({ json: { keys } }) })
  const issuer = upstream.url
  return {
    issuer,
    jwks: `${issuer}/keys`,
    upstream,
    rotate,
    token: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000)
      const payload = { iss: issuer, aud: 'shop', exp: now + 3_600, ...claims }
      return new SignJWT(payload).setProtectedHeader({ alg: algorithm, kid: String(count), ...header }).sign(key)
    },
    [Symbol.asyncDispose]: () => upstream[Symbol.asyncDispose](),
  }
}
