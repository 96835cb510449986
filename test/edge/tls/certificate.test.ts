import { execFile } from 'node:child_process'
import { copyFile, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { createAuthority, OPENSSL } from '../../support/certificates.ts'
import { findProgram } from '../../support/find-program.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { ask, NAMES, openSession, type SecureGateway, startSecureGateway } from './secure-gateway.ts'

const API = 'http://127.0.0.1:1'

async function createFolder(): Promise<string> {
  const directory = await createTempDirectory()
  onTestFinished(() => directory[Symbol.asyncDispose]())
  return directory.path
}

/** The common name of the certificate that a new connection is served with. */
function servedName({ url, ca }: SecureGateway): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', servername: 'localhost', ca }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    }).once('error', reject)
  })
}

/** Two pairs of one authority: the first is served from `cert.pem` and `key.pem` of a folder. */
async function startExchangeable() {
  const folder = await createFolder()
  const [tlsCert, tlsKey] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const authority = await createAuthority()
  onTestFinished(() => authority[Symbol.asyncDispose]())
  const [first, second] = [await authority.issue('first', NAMES), await authority.issue('second', NAMES)]
  const put = async ({ cert, key }: typeof first) => {
    await copyFile(cert, tlsCert)
    await copyFile(key, tlsKey)
  }
  await put(first)
  const gateway = {
    ...(await startSecureGateway(API, { tlsCert, tlsKey })),
    ca: await readFile(authority.ca.cert, 'utf8'),
  }
  return { gateway, folder, tlsCert, tlsKey, first, second, put }
}

const warnings = ({ log }: SecureGateway) => log.filter(({ level }) => Number(level) >= 40)

test('A certificate that is exchanged is served by itself, and no connection ends', async () => {
  const { gateway, second, put } = await startExchangeable()
  expect(await servedName(gateway)).toBe('first')
  const session = await openSession(gateway)
  await put(second)
  await expect.poll(() => servedName(gateway), { timeout: 20_000 }).toBe('second')
  expect((await ask(session, { ':path': '/health' })).status).toBe(200)
})

test('A reload exchanges it at once, also where the files are links to others', async () => {
  const { gateway, folder, tlsCert, tlsKey, second } = await startExchangeable()
  // As Kubernetes puts secrets in place.
  await mkdir(join(folder, 'data'))
  await copyFile(second.cert, join(folder, 'data', 'cert.pem'))
  await copyFile(second.key, join(folder, 'data', 'key.pem'))
  for (const file of [tlsCert, tlsKey]) {
    const name = file === tlsCert ? 'cert.pem' : 'key.pem'
    await symlink(join(folder, 'data', name), join(folder, `link-${name}`))
    await rename(join(folder, `link-${name}`), file)
  }
  await gateway.reload()
  expect(await servedName(gateway)).toBe('second')
})

test('What can not be served with leaves the former one, is told once, and is looked at again', async () => {
  const { gateway, tlsCert, second, put } = await startExchangeable()
  await copyFile(second.cert, tlsCert)
  for (let round = 0; round < 3; round++) await gateway.reload()
  expect(await servedName(gateway)).toBe('first')
  expect(warnings(gateway)).toMatchObject([
    {
      msg: 'the certificate can not be served with, and the former one is',
      why: expect.stringContaining('key.pem is not the key of the first certificate in '),
    },
  ])
  await put(second)
  await gateway.reload()
  expect(await servedName(gateway)).toBe('second')
})

test('One that has expired, or does not hold yet, is served, and told', async () => {
  const folder = await createFolder()
  const openssl = await findProgram(OPENSSL)
  const make = async (name: string, from: string, to: string) => {
    const [tlsCert, tlsKey] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)]
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', tlsKey]
    const request = join(folder, `${name}.csr`)
    await promisify(execFile)(openssl, ['req', '-new', ...key, '-subj', '/CN=localhost', '-out', request])
    const config = join(folder, `${name}.cnf`)
    await writeFile(
      config,
      `[ca]\ndefault_ca=c\n[c]\ndatabase=${folder}/${name}.db\nnew_certs_dir=${folder}\nserial=${folder}/${name}.srl\ndefault_md=sha256\npolicy=p\n[p]\ncommonName=supplied\n`,
    )
    await writeFile(join(folder, `${name}.db`), '')
    await writeFile(join(folder, `${name}.srl`), '01\n')
    const times = ['-startdate', from, '-enddate', to]
    await promisify(execFile)(openssl, [
      'ca',
      '-batch',
      '-config',
      config,
      '-selfsign',
      '-keyfile',
      tlsKey,
      '-in',
      request,
      '-out',
      tlsCert,
      ...times,
    ])
    return { tlsCert, tlsKey }
  }
  const expired = await startSecureGateway(API, await make('old', '20200101000000Z', '20200201000000Z'))
  expect(warnings(expired)).toMatchObject([{ msg: 'the certificate has expired, and clients refuse it: renew it' }])
  const early = await startSecureGateway(API, await make('new', '29990101000000Z', '29990201000000Z'))
  expect(warnings(early)).toMatchObject([{ msg: 'the certificate does not hold yet, and clients refuse it' }])
})

test.each([
  [
    'tlsCert alone',
    { tlsKey: undefined },
    'TLS takes both tlsCert (--tls-cert) and tlsKey (--tls-key): the certificate, and its key.',
  ],
  [
    'a file that is not there',
    { tlsCert: '/nowhere/cert.pem' },
    "--tls-cert /nowhere/cert.pem can't be read: there is no such file.",
  ],
  ['a folder', { tlsKey: '/' }, "--tls-key / can't be read: it is a folder."],
])('%s: the start says what to do', async (_, config, message) => {
  await expect(startSecureGateway(API, config)).rejects.toThrow(message)
})

test('What is in the files: the start says what to do', async () => {
  const folder = await createFolder()
  const authority = await createAuthority()
  onTestFinished(() => authority[Symbol.asyncDispose]())
  const [{ cert, key }, other] = [await authority.issue('localhost'), await authority.issue('localhost')]
  const locked = join(folder, 'locked.key')
  await promisify(execFile)(await findProgram(OPENSSL), [
    'pkey',
    '-in',
    key,
    '-aes256',
    '-passout',
    'pass:secret',
    '-out',
    locked,
  ])
  const empty = join(folder, 'empty.pem')
  await writeFile(empty, '')
  const told = (config: object) =>
    startSecureGateway(API, config).then(
      () => '',
      error => error.message,
    )
  expect(await told({ tlsCert: empty, tlsKey: key })).toBe(
    `${empty} has no certificate that can be read: --tls-cert takes a PEM file that begins with -----BEGIN CERTIFICATE-----.`,
  )
  expect(await told({ tlsCert: key, tlsKey: cert })).toContain('has no certificate that can be read')
  expect(await told({ tlsCert: cert, tlsKey: cert })).toBe(
    `${cert} has no key that can be read: --tls-key takes a PEM file that begins with -----BEGIN PRIVATE KEY-----.`,
  )
  expect(await told({ tlsCert: cert, tlsKey: other.key })).toBe(
    `${other.key} is not the key of the first certificate in ${cert}. First comes the gateway's own, then those that lead to its authority.`,
  )
  expect(await told({ tlsCert: cert, tlsKey: locked })).toBe(
    `The key in ${locked} has a password, and nobody says it here. Take it off: openssl pkey -in ${locked} -out plain.key`,
  )
})
