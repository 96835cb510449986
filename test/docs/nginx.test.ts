import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Agent, fetch } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { createAuthority } from '../support/certificates.ts'
import { type Program, provideProgram } from '../support/find-program.ts'
import { freePort } from '../support/free-port.ts'
import { startTestGateway } from '../support/gateway.ts'
import { startPrivateServer } from '../support/private-server.ts'
import { createTempDirectory } from '../support/temp-directory.ts'
import { startUpstream } from '../support/upstream.ts'
import { markdownFiles } from './markdown.ts'

const NGINX: Program = {
  title: 'nginx',
  commands: ['nginx'],
  debianPackages: ['nginx-light'],
  variable: 'NGINX_PATH',
}
const HOST = 'shop.example.com'
const SCHEMA = `
  extend schema @source(name: "api", http: { baseURL: "{$env.API}", headers: ["X-Tenant: {$headers.x-tenant ?? 'nobody'}"] })
  type Query { words: [String!] @http(GET: "/words") }
`
const WORDS = Array.from({ length: 300 }, (_, index) => `word ${index}`)

/** The configuration of docs/deployment.md, at a free port, with a certificate of the test and before the gateway at the URL. */
async function startNginx(gatewayUrl: string) {
  const program = await provideProgram(NGINX)
  const written = markdownFiles()
    .find(({ path }) => path === 'docs/deployment.md')
    ?.blocks.filter(({ language }) => language === 'nginx')
  expect(written).toHaveLength(1)
  const authority = await createAuthority()
  onTestFinished(() => authority[Symbol.asyncDispose]())
  const { cert, key } = await authority.issue(HOST, `DNS:${HOST}`)
  const port = await freePort()
  const replaced = {
    '127.0.0.1:4000': new URL(gatewayUrl).host,
    'listen 443': `listen 127.0.0.1:${port}`,
    '/etc/ssl/shop.pem': cert,
    '/etc/ssl/shop.key': key,
  }
  const blocks = Object.entries(replaced).reduce((all, [from, to]) => {
    expect(all).toContain(from)
    return all.replaceAll(from, to)
  }, written?.[0]?.text ?? '')
  const server = await startPrivateServer(await createTempDirectory(), async directory => {
    const config = join(directory, 'nginx.conf')
    const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      name => `${name}_temp_path ${join(directory, name)};`,
    )
    // One process, of the user who tests: with workers, a master that is root would give theirs to somebody else.
    await writeFile(
      config,
      `daemon off; master_process off; pid ${join(directory, 'pid')}; error_log stderr notice;
events {}
http {
access_log off; ${kept.join(' ')}
${blocks}
}
`,
    )
    return {
      url: `https://127.0.0.1:${port}`,
      program,
      args: ['-p', directory, '-c', config, '-e', 'stderr'],
      ready: /using the "\w+" event method/,
      stopSignal: 'SIGQUIT',
      killSignal: 'SIGKILL',
    }
  })
  onTestFinished(() => server[Symbol.asyncDispose]())
  // Its name leads to the test's nginx, and nothing else.
  const agent = new Agent({
    connect: {
      ca: await readFile(authority.ca.cert),
      lookup: (_host, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    },
  })
  onTestFinished(() => agent.destroy())
  const site = `https://${HOST}:${port}/`
  return async (path: string, headers: Readonly<Record<string, string>> = {}, body?: string) => {
    const init = body === undefined ? {} : { method: 'POST', body }
    const answer = await fetch(new URL(path, site), { ...init, headers, dispatcher: agent })
    return { status: answer.status, encoding: answer.headers.get('content-encoding'), body: await answer.text() }
  }
}

test('Behind the configuration of nginx that the page shows, queries and the page work, and nothing else is open', async () => {
  await using upstream = await startUpstream({ 'GET /words': { json: WORDS } })
  await using gateway = await startTestGateway({
    schema: SCHEMA,
    environment: { API: upstream.url },
    config: { allowedHosts: [HOST] },
  })
  const through = await startNginx(gateway.url)
  const json = { 'content-type': 'application/json' }

  const words = await through('/shop/graphql', { ...json, 'x-tenant': 'another' }, '{"query":"{ words }"}')
  expect(words).toEqual({ status: 200, encoding: 'zstd', body: JSON.stringify({ data: { words: WORDS } }) })
  expect(upstream.requests.map(({ headers }) => headers['x-tenant'])).toEqual(['nobody'])

  const long = JSON.stringify({ query: `{ words } #${'x'.repeat(2 ** 20)}` })
  expect(await through('/shop/graphql', json, long)).toMatchObject({ status: 413 })

  const page = await through('/shop/graphql', { accept: 'text/html' })
  const files = [...page.body.matchAll(/(?:src|href)="(\.[^"]*)"/g)].map(([, file = '']) => `/shop/${file}`)
  expect(files.length).toBeGreaterThan(1)
  for (const file of files) expect(await through(file), file).toMatchObject({ status: 200 })

  for (const path of [
    '/graphql',
    '/health',
    '/ready',
    '/shop/health',
    '/shop/graphql/../../ready',
    '/shop/graphql/assets/../../ready',
  ])
    expect(await through(path), path).toMatchObject({ status: 404 })
})
