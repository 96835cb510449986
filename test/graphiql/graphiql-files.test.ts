import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { loadPage, type Page } from '../../src/edge/server/graphiql-files.ts'
import { createTempDirectory } from '../support/temp-directory.ts'

const CONFIG = { defaultQuery: '', trace: false, answers: false, headers: [], ready: 'ready' }

async function builtPage(): Promise<Page> {
  const page = await loadPage('/graphql')
  if (page === undefined) throw new Error('The page has not been built: run `npm run prepare`')
  return page
}

function configText(html: Uint8Array | string): string | undefined {
  return /<script type="application\/json" id="sluice-config">(.*?)<\/script>/s.exec(String(html))?.[1]
}

test('The HTML is checked for changes each time and may use nothing but its own origin', async () => {
  const page = await builtPage()
  const { status, headers } = page.html({ ...CONFIG, defaultQuery: '{ posts { title } }' })
  expect({ status, headers }).toEqual({
    status: 200,
    headers: {
      'cache-control': 'no-cache',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; " +
        "style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'same-origin',
      vary: 'accept',
      'x-frame-options': 'DENY',
    },
  })
})

test('No query can leave the element that carries it', async () => {
  const page = await builtPage()
  const defaultQuery = '# </script><script>alert(1)</script> <!-- $& $` \u2028 "\\\n{ posts { title } }'
  const text = configText(page.html({ ...CONFIG, defaultQuery }).body) ?? ''
  expect({ text: text.includes('<'), config: JSON.parse(text) }).toEqual({
    text: false,
    config: { ...CONFIG, defaultQuery },
  })
})

test('Every file that the HTML names is there and is cached for good', async () => {
  const page = await builtPage()
  const html = String(page.html(CONFIG).body)
  const links = [...html.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(match => match[1] ?? '')
  const paths = links.map(link => new URL(link, 'http://gateway/graphql').pathname)
  const found = await Promise.all(paths.map(async path => (await page.asset(path)?.(undefined))?.headers))
  expect(found).toEqual(
    paths.map(path => ({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    })),
  )
  expect(paths.length).toBeGreaterThan(1)
})

test.each([
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['br;q=0.1, gzip', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, gzip;q=0', undefined],
  ['identity', undefined],
  ['*', 'br'],
  ['nothing we know, \u00e9', undefined],
  ['', undefined],
  [undefined, undefined],
])('To "Accept-Encoding: %s" a file is sent as %s', async (acceptEncoding, coding) => {
  const page = await builtPage()
  const [, path = ''] = /src="\.([^"]*)"/.exec(String(page.html(CONFIG).body)) ?? []
  const plain = await page.asset(path)?.(undefined)
  const { headers, body } = (await page.asset(path)?.(acceptEncoding)) ?? {}
  expect(headers?.['content-encoding']).toBe(coding)
  const decode = coding === 'br' ? brotliDecompressSync : coding === 'gzip' ? gunzipSync : Buffer.from
  expect(decode(body as Uint8Array).equals(plain?.body as Uint8Array)).toBe(true)
})

test('A path that names no file of the page has no asset', async () => {
  const page = await builtPage()
  const paths = ['', '__proto__', '/graphql', '/graphql/assets/', '/graphql/assets/constructor']
  const climbing = ['/graphql/assets/../index.html', '/graphql/assets/..%2findex.html', '/graphql/assets//etc/passwd']
  for (const path of [...paths, ...climbing]) expect(page.asset(path), path).toBeUndefined()
})

test('A page that has not been built is undefined', async () => {
  await using directory = await createTempDirectory()
  expect(await loadPage('/graphql', pathToFileURL(`${directory.path}/`))).toBeUndefined()
})

test('A page of another version is refused with the command that mends it', async () => {
  await using directory = await createTempDirectory()
  await writeFile(join(directory.path, 'index.html'), '<!doctype html><title>Another</title>')
  await expect(loadPage('/graphql', pathToFileURL(`${directory.path}/`))).rejects.toThrow(
    'The built page is not of this version. Run `npm run prepare`',
  )
})
