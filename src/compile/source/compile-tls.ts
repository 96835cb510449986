import { createPrivateKey, X509Certificate } from 'node:crypto'
import { resolve } from 'node:path'
import type { TlsOptions } from '../../source/tls-options.ts'
import { startupText } from '../template/startup-text.ts'
import type { SourceOptions } from './source-options.ts'

/** Compiles `tls: { … }` of a source: PEM text, or the paths of files from the schema file. An empty text is none. */
export function compileTls({ kind, values, context, files }: SourceOptions): TlsOptions | undefined {
  const { tls } = values
  if (typeof tls !== 'object' || tls === null) return undefined
  const said = tls as Readonly<Record<string, unknown>>
  const { report } = context

  const textOf = (name: string): string | undefined => {
    const text = said[name]
    if (text === undefined || text === null) return undefined
    return startupText(text, `${kind}.tls.${name}`, `"${name}"`, context)?.trim() || undefined
  }
  const texts = { ca: textOf('ca'), cert: textOf('cert'), key: textOf('key') }
  const pemOf = <T>(name: keyof typeof texts, what: string, parse: (pem: string) => T): Pem<T> | undefined => {
    const text = texts[name]
    if (text === undefined) return undefined
    // The text is not repeated: it may be a secret that was cut wrongly.
    const refuse = (problem: string) =>
      void report(`${kind}.tls.${name}`, problem, 'Write the path of a PEM file from the schema file, or its text.')
    const pem = readPem(text, path => files.read(resolve(files.directory, path)))
    if (pem === undefined) return refuse(`"${name}" is neither PEM text nor a file that can be read.`)
    const parsed = attempt(() => parse(pem))
    return parsed === undefined ? refuse(`"${name}" holds no ${what} in PEM.`) : { pem, parsed }
  }

  const ca = pemOf('ca', 'certificate', pem => new X509Certificate(pem))
  const cert = pemOf('cert', 'certificate', pem => new X509Certificate(pem))
  const key = pemOf('key', 'private key without a passphrase', createPrivateKey)
  if ((texts.cert === undefined) !== (texts.key === undefined))
    report(`${kind}.tls`, '"cert" and "key" go together, and one of them is missing.', 'Write both.')
  if (cert && key && !cert.parsed.checkPrivateKey(key.parsed))
    report(`${kind}.tls.key`, 'the key is not that of the certificate in "cert".', 'Write the key that belongs to it.')
  const servername = textOf('servername')
  return Object.freeze({
    ...(ca && { ca: ca.pem }),
    ...(cert && { cert: cert.pem }),
    ...(key && { key: key.pem }),
    ...(servername && { servername }),
  })
}

interface Pem<T> {
  readonly pem: string
  readonly parsed: T
}

function readPem(text: string, readFile: (path: string) => string): string | undefined {
  // Line breaks come through some environments as `\n`, which PEM can't hold.
  if (text.includes('-----BEGIN ')) return text.replaceAll('\\n', '\n')
  return attempt(() => readFile(text))
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
