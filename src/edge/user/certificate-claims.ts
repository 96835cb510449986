/** One pair of a certificate's element, and what stands behind it: a value with a comma, `;` or `=` in it is in quotes. */
const PAIR = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^",;]*)(;|,|$)/y

/**
 * The claims of a client by its certificate, as Envoy's X-Forwarded-Client-Cert says whose it is: `sub` is its first URI, or else its
 * subject; `hash`, `subject`, and all of `uri` and `dns`. Undefined for what can't be read, says neither, or names several certificates: the
 * first could be what a client has sent.
 */
export function certificateClaims(text: string): Readonly<Record<string, unknown>> | undefined {
  const said = readPairs(text)
  const of = (key: string) => said?.filter(([name]) => name === key).map(([, value]) => value) ?? []
  const [[subject], [hash], uri, dns] = [of('subject'), of('hash'), of('uri'), of('dns')]
  const sub = [uri[0], subject].find(each => each !== undefined && each !== '')
  return sub === undefined ? undefined : { sub, subject, hash, uri, dns }
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
