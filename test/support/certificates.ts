import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findProgram, type Program } from './find-program.ts'
import { createTempDirectory } from './temp-directory.ts'

export const OPENSSL: Program = {
  title: 'OpenSSL',
  commands: ['openssl'],
  debianPackages: ['openssl'],
  variable: 'TEST_OPENSSL',
}

/** The paths of a certificate and its key, PEM both. */
export interface CertificateFiles {
  readonly cert: string
  readonly key: string
}

export interface Authority extends AsyncDisposable {
  readonly ca: CertificateFiles
  /** Issues a certificate for the common name, and for the names of `DNS:localhost,IP:127.0.0.1`. */
  issue(commonName: string, names?: string): Promise<CertificateFiles>
}

/** An authority of its own that issues certificates, all gone at the end. */
export async function createAuthority(): Promise<Authority> {
  const openssl = await findProgram(OPENSSL)
  const directory = await createTempDirectory()
  let count = 0
  const make = async (commonName: string, ...args: string[]): Promise<CertificateFiles> => {
    const name = join(directory.path, String(++count))
    const files = { cert: `${name}.crt`, key: `${name}.key` }
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', files.key]
    const subject = ['-subj', `/CN=${commonName}`, '-days', '2']
    await promisify(execFile)(openssl, ['req', '-x509', ...key, ...subject, '-out', files.cert, ...args])
    return files
  }
  const ca = await make('Sluice test authority')
  return {
    ca,
    issue: (commonName, names) =>
      make(
        commonName,
        ...['-CA', ca.cert, '-CAkey', ca.key, '-addext', 'basicConstraints=critical,CA:FALSE'],
        ...(names === undefined ? [] : ['-addext', `subjectAltName=${names}`]),
      ),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  }
}
