import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'

/** Paths of a certificate, with those that lead to its authority behind it, and of its key; PEM both. */
export interface CertificateFiles {
  readonly tlsCert: string
  readonly tlsKey: string
  /** Path of the certificates of authorities whose clients are let in; undefined where clients are asked for none. */
  readonly tlsClientCa?: string | undefined
  /** Whether clients are let in without a certificate, too. */
  readonly tlsClientOptional?: boolean | undefined
}

/** What TLS is served with, as PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
  /** The authorities that have signed those of clients, PEM; undefined where clients are asked for none. */
  readonly clients: { readonly ca: string; readonly areOptional: boolean } | undefined
  /** When it holds, in milliseconds since 1970. */
  readonly from: number
  readonly to: number
}

/** A certificate that can't be served with; `message` says why, and what to do. */
class CertificateError extends Error {
  override readonly name = 'CertificateError'
}

/** Reads a certificate and its key. Throws CertificateError. */
export async function readCertificate({
  tlsCert,
  tlsKey,
  tlsClientCa,
  tlsClientOptional = false,
}: CertificateFiles): Promise<Certificate> {
  const cert = await read(tlsCert, '--tls-cert')
  const key = await read(tlsKey, '--tls-key')
  const first = attempt(
    () => new X509Certificate(cert),
    `${tlsCert} has no certificate that can be read: --tls-cert takes a PEM file that begins with -----BEGIN CERTIFICATE-----.`,
  )
  if (/ENCRYPTED/.test(key))
    throw new CertificateError(
      `The key in ${tlsKey} has a password, and nobody says it here. Take it off: openssl pkey -in ${tlsKey} -out plain.key`,
    )
  const privateKey = attempt(
    () => createPrivateKey(key),
    `${tlsKey} has no key that can be read: --tls-key takes a PEM file that begins with -----BEGIN PRIVATE KEY-----.`,
  )
  if (!first.checkPrivateKey(privateKey))
    throw new CertificateError(
      `${tlsKey} is not the key of the first certificate in ${tlsCert}. First comes the gateway's own, then those that lead to its authority.`,
    )
  attempt(
    () => createSecureContext({ cert, key }),
    `TLS can not be served with ${tlsCert} and ${tlsKey}. Have a certificate made with a key of EC P-256 or RSA of 2048 bits or more.`,
  )
  const ca = tlsClientCa === undefined ? undefined : await readAuthorities(tlsClientCa)
  const clients = ca === undefined ? undefined : { ca, areOptional: tlsClientOptional }
  return { cert, key, clients, from: first.validFromDate.getTime(), to: first.validToDate.getTime() }
}

async function readAuthorities(path: string): Promise<string> {
  const ca = await read(path, '--tls-client-ca')
  const message = `${path} has certificates that can not be read: --tls-client-ca takes a PEM file of those of authorities.`
  const each = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (each.length === 0) throw new CertificateError(message)
  // Node passes over what it can't read.
  for (const text of each) attempt(() => new X509Certificate(text), message)
  return ca
}

async function read(path: string, flag: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EACCES'
          ? 'this user may not read it'
          : code === 'EISDIR'
            ? 'it is a folder'
            : message
    throw new CertificateError(`${flag} ${path} can't be read: ${why}.`, { cause })
  }
}

function attempt<T>(make: () => T, message: string): T {
  try {
    return make()
  } catch (cause) {
    throw new CertificateError(message, { cause })
  }
}
