import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readCertificate } from '../../../src/edge/user/read-certificate.ts'
import { OPENSSL } from '../../support/certificates.ts'
import { findProgram } from '../../support/find-program.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'

/** A certificate of this subject and these other names, and its subject as OpenSSL writes it by RFC 2253. */
async function certificateOf(subject: string, names?: string) {
  const openssl = await findProgram(OPENSSL)
  await using directory = await createTempDirectory()
  const [cert, key] = [join(directory.path, 'cert'), join(directory.path, 'key')]
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key]
  const config = join(directory.path, 'config')
  // By a section each name is one, whatever is in it.
  const section = names?.startsWith('URI.1=')
    ? `subjectAltName=@alt\n[alt]\n${names}\n`
    : names && `subjectAltName=${names}\n`
  await writeFile(config, `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\n${section ?? ''}`)
  const named = ['-config', config]
  const subj = ['-utf8', '-multivalue-rdn', '-subj', subject]
  await promisify(execFile)(openssl, ['req', '-x509', ...newKey, ...subj, '-days', '2', '-out', cert, ...named])
  const { stdout } = await promisify(execFile)(openssl, [
    ...['x509', '-in', cert, '-noout', '-subject', '-nameopt', 'RFC2253'],
  ])
  const read = readCertificate(new X509Certificate(await readFile(cert)))
  return { read, rfc2253: stdout.trim().replace(/^subject=/, '') }
}

test.each([
  '/CN=ada',
  '/C=DE/ST=Bayern/L=München/O=A, Inc. \\"x\\"/OU=a=b;c<d>#e/CN=Ada Lovelace',
  '/CN=#first/O= blanks around /OU=one\\+two',
  '/O=Acme/CN=ada+UID=7/CN=𝒜-日本',
  '/CN=line\\0Abreak, DNS:evil.test',
])('A subject is what a proxy says of it, whatever is in it: %s', async subject => {
  const { read, rfc2253 } = await certificateOf(subject)
  expect(read).toEqual({
    sub: rfc2253,
    subject: rfc2253,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    uri: [],
    dns: [],
  })
})

test('Other names are told apart, and a name that looks like several is one', async () => {
  const { read } = await certificateOf(
    '/CN=x',
    'URI:spiffe://a.test/b,IP:127.0.0.1,DNS:b.test,email:a@b.test,URI:https://c.test/?a=1',
  )
  expect(read).toMatchObject({
    sub: 'spiffe://a.test/b',
    uri: ['spiffe://a.test/b', 'https://c.test/?a=1'],
    dns: ['b.test'],
  })
  const strange = 'spiffe://a.test/b, URI:spiffe://a.test/admin'
  expect((await certificateOf('/CN=x', `URI.1=${strange}`)).read).toMatchObject({ sub: strange, uri: [strange] })
})

test('A certificate that says nobody is nobody', async () => {
  expect((await certificateOf('/')).read).toBeUndefined()
})
