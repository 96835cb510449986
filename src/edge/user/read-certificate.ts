import type { X509Certificate } from 'node:crypto'
import { certifiedClaims } from './certificate-claims.ts'

/** One of the other names, as Node tells them: one with a sign in it that could be taken for another name is a JSON text. */
const NAME = /([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?:, |$)/y

/** The claims of a client by its certificate, which are those that Envoy would tell. Undefined for one that says nothing, or can't be read. */
export function readCertificate(certificate: X509Certificate): Readonly<Record<string, unknown>> | undefined {
  const names = readNames(certificate.subjectAltName ?? '')
  if (!names) return undefined
  const of = (kind: string) => names.filter(([name]) => name === kind).map(([, value]) => value)
  return certifiedClaims({
    subject: rfc2253(certificate.subject ?? ''),
    hash: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    uri: of('URI'),
    dns: of('DNS'),
  })
}

function readNames(text: string): readonly (readonly [string, string])[] | undefined {
  const names: (readonly [string, string])[] = []
  NAME.lastIndex = 0
  while (NAME.lastIndex < text.length) {
    const [whole, kind = '', value = ''] = NAME.exec(text) ?? []
    if (whole === undefined) return undefined
    names.push([kind, value.startsWith('"') ? JSON.parse(value) : value])
  }
  return names
}

/** Of lines in the order of the certificate, whose values are escaped already but for what is not ASCII; parts of one line have ` + ` between them. */
function rfc2253(lines: string): string {
  const parts = lines.split('\n').map(line => line.split(' + ').toReversed().join('+'))
  return parts
    .toReversed()
    .join(',')
    .replaceAll(/[^ -~]+/g, text => Buffer.from(text).toString('hex').toUpperCase().replaceAll(/../g, '\\$&'))
}
