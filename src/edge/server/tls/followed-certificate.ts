import type { Log } from '../../../observe/log.ts'
import { type Certificate, type CertificateFiles, readCertificate } from './certificate.ts'

/** How often the files are looked at, in milliseconds. */
const INTERVAL = 1_000

/** A certificate that is exchanged when its files are. */
export interface FollowedCertificate extends Disposable {
  readonly current: Certificate
  /** Looks at the files now. What can't be served with leaves the former one, and is told in the log. */
  look(): Promise<void>
}

type CertificateSettings = { readonly [name in keyof CertificateFiles]: CertificateFiles[name] | undefined }

/**
 * Reads a certificate, and looks once a second at what is in its files: neither times nor names count. Throws CertificateError where it
 * can't be served with at first; `onChange` is given each that follows. Undefined where TLS is not to be served.
 */
export async function followCertificate(
  { tlsCert, tlsKey, ...clients }: CertificateSettings,
  log: Log,
  onChange: (certificate: Certificate) => void,
): Promise<FollowedCertificate | undefined> {
  if (tlsCert === undefined || tlsKey === undefined) return undefined
  const files = { tlsCert, tlsKey, ...clients }
  let current = await readCertificate(files)
  tellTimes(current, files, log)
  let refused: string | undefined
  const look = async () => {
    try {
      const next = await readCertificate(files)
      refused = undefined
      if (next.cert === current.cert && next.key === current.key && next.clients?.ca === current.clients?.ca) return
      current = next
      onChange(next)
      log.info({ until: new Date(next.to) }, 'another certificate is served')
      tellTimes(next, files, log)
    } catch (error) {
      const { message } = error as Error
      // One file is written before the other: told once, and looked at again.
      if (message !== refused)
        log.warn({ why: message }, 'the certificate can not be served with, and the former one is')
      refused = message
    }
  }
  let looking = Promise.resolve()
  const lookInTurn = () => {
    looking = looking.then(look)
    return looking
  }
  const timer = setInterval(lookInTurn, INTERVAL).unref()
  return {
    get current() {
      return current
    },
    look: lookInTurn,
    [Symbol.dispose]: () => clearInterval(timer),
  }
}

/** It is served all the same: what clients make of it is theirs. */
function tellTimes({ from, to }: Certificate, { tlsCert }: CertificateFiles, log: Log): void {
  const now = Date.now()
  if (now > to)
    log.warn({ file: tlsCert, until: new Date(to) }, 'the certificate has expired, and clients refuse it: renew it')
  if (now < from)
    log.warn({ file: tlsCert, from: new Date(from) }, 'the certificate does not hold yet, and clients refuse it')
}
