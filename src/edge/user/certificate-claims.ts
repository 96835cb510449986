/** One pair of a certificate's element, and what stands behind it: a value with a comma, `;` or `=` in it is in quotes. */
const PAIR = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^",;]*)(;|,|$)/y

/** What a certificate says of whose it is. */
interface Certified {
  /** As RFC 2253 writes it, the last part first. */
  readonly subject: string | undefined
  /** The SHA-256 of the certificate, in hexadecimal digits in lower case. */
  readonly hash: string | undefined
  /** Of its other names (RFC 5280, section 4.2.1.6). */
  readonly uri: readonly string[]
  readonly dns: readonly string[]
}

/** The claims of a client by its certificate: all that it says, and `sub`, its first URI, or else its subject. Undefined for one that says neither. */
export function certifiedClaims(certified: Certified): Readonly<Record<string, unknown>> | undefined {
  const { subject, uri } = certified
  const sub = [uri[0], subject].find(each => each !== undefined && each !== '')
  return sub === undefined ? undefined : { sub, ...certified }
}

/**
 * The claims of a client by its certificate, as Envoy's X-Forwarded-Client-Cert says whose it is. Undefined for what can't be read, too, or names
 * several certificates: the first could be what a client has sent.
 */
export function certificateClaims(text: string): Readonly<Record<string, unknown>> | undefined {
  const said = readPairs(text)
  const of = (key: string) => said?.filter(([name]) => name === key).map(([, value]) => value) ?? []
  const [[subject], [hash]] = [of('subject'), of('hash')]
  return certifiedClaims({ subject, hash, uri: of('uri'), dns: of('dns') })
}

function readPairs(text: string): readonly (readonly [string, string])[] | undefined {
  const pairs: (readonly [string, string])[] = []
  PAIR.lastIndex = 0
  while (PAIR.lastIndex < text.length) {
    const [whole, name = '', value = '', end] = PAIR.exec(text) ?? []
    if (whole === undefined || end === ',') return undefined
    pairs.push([name.toLowerCase(), value.startsWith('"') ? value.slice(1, -1).replace(/\\(.)/g, '$1') : value])
  }
  return pairs
}
