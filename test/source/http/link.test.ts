import fc from 'fast-check'
import { expect, test } from 'vitest'
import { followLink } from '../../../src/source/http/follow-link.ts'
import { startUpstream } from '../../support/upstream.ts'
import { httpBinding, load, openSource, own, WRONG_SHAPE } from './support.ts'
import '../../support/seed.ts'

const LINK = httpBinding({ path: [], link: own() })

/** What the upstream was asked, and the slots. */
async function follow(links: readonly unknown[], base = '/v1') {
  await using upstream = await startUpstream(() => ({ json: { id: 1 } }))
  await using source = openSource(upstream.url + base)
  const absolute = links.map(link =>
    typeof link === 'string'
      ? link.replace('UPSTREAM', upstream.url).replace('AS-USER', upstream.url.replace('//', '//me:pw@'))
      : link,
  )
  const slots = await load(
    source,
    LINK,
    absolute.map(link => [link]),
  )
  return { slots, sent: upstream.requests.map(({ url }) => url) }
}

test('A link is followed below the base URL, absolute or relative to it, with its own query', async () => {
  const links = ['UPSTREAM/v1/users/7?full=1#top', '/v1/users/8', 'users/9', './users/10', '?page=2', 11]
  const { slots, sent } = await follow(links)
  expect(slots).toEqual(links.map(() => ({ id: 1 })))
  expect(sent.toSorted()).toEqual(
    ['/v1/users/7?full=1', '/v1/users/8', '/v1/users/9', '/v1/users/10', '/v1/?page=2', '/v1/11'].toSorted(),
  )
})

test('Parameters of the base URL are sent with a link that does not have them', async () => {
  const { sent } = await follow(['/v1/a', '/v1/b?key=2&x=%2F', '/v1/c?lang=de'], '/v1?key=1&lang=en')
  expect(sent.toSorted()).toEqual(['/v1/a?key=1&lang=en', '/v1/b?key=2&x=%2F&lang=en', '/v1/c?lang=de&key=1'])
})

test('An encoded slash that stays below the base URL is a part of the path', async () => {
  const { sent } = await follow(['/v1/projects/group%2Fname'])
  expect(sent).toEqual(['/v1/projects/group%2Fname'])
})

const HOSTILE = [
  'http://127.0.0.1:1/v1/users/7',
  'https://127.0.0.1/v1/users/7',
  'http://evil.example/v1/users/7',
  '//evil.example/v1/users/7',
  '\\\\evil.example\\v1\\users',
  '/\\evil.example/v1',
  '/\t/evil.example/v1',
  'UPSTREAM@evil.example/v1',
  'AS-USER/v1/users',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:application/json,{}',
  '/admin',
  '/v1admin',
  '/v10/users',
  '../admin',
  '/v1/../admin',
  '/v1/./../admin',
  '/v1/%2e%2e/admin',
  '/v1/.%2E/admin',
  '/v1/..%2fadmin',
  '/v1/a%2f..%2f..%2fadmin',
  '/v1/a/..%5c..%5cadmin',
  '/v1/%252e%252e/admin',
  '/v1/%252e%252e%252fadmin',
  '/v1/%25252e%25252e/admin',
  '/v1/..;/admin',
  '/v1/..;x=1/..;y/admin',
  '/v1%2f..%2fadmin',
  '/v1/a%00b',
  '/v1/a%0d%0ax:1',
  'http://',
  'http://[::1',
]

for (const link of HOSTILE)
  test(`${JSON.stringify(link)} makes no call: the source's headers never leave its base URL`, async () => {
    expect(await follow([link])).toEqual({ slots: [WRONG_SHAPE], sent: [] })
  })

test('What is no text is no link, and an absent, null or empty one asks for nothing', async () => {
  expect(await follow([{ href: '/v1/a' }, ['/v1/a'], null, undefined, ''])).toEqual({
    slots: [WRONG_SHAPE, WRONG_SHAPE, null, null, null],
    sent: [],
  })
})

const BASE = { origin: 'http://api.example:8080', path: '/v1/a', query: '' }

/** Texts made of what means something in a URL. */
const pieces = fc.constantFrom(
  ...['/', '\\', '.', '..', '%2e', '%252E', '%2f', '%5c', '%255c', ';', '?', '#', '@', ':', '//', 'v1', 'a', 'b', '%'],
  ...['http:', 'https://', 'api.example', ':8080', '%00', ' ', '\t', '\n', 'é', 'http://api.example:8080', '/v1/a/'],
)
const hostile = fc.array(pieces, { maxLength: 12 }).map(each => each.join(''))

/** The paths that a server may read: as it is, and decoded once, twice or more, with either slash. */
function readings(path: string): string[] {
  const all = [path]
  for (let n = 0; n < 6; n++)
    all.push((all.at(-1) ?? '').replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))))
  return all.map(each => each.replaceAll('\\', '/'))
}

test('Whatever a link is made of, it is followed only to where every server reads a path below the base URL', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.string({ unit: 'binary' }),
        hostile.map(each => `/v1/a/${each}`),
      ),
      link => {
        const target = followLink(link, BASE, 'http://api.example:8080/v1/a/')
        if (target === undefined) return
        // It is sent as it is, to the origin of the source.
        expect(target).toMatch(/^\/[\x21-\x7e]*$/)
        const [path = ''] = target.split('?')
        for (const reading of readings(path)) {
          const segments: string[] = []
          for (const segment of reading.split('/').slice(1)) {
            if (/^\.\.(;|$)/.test(segment)) segments.pop()
            else if (!/^\.(;|$)/.test(segment)) segments.push(segment)
          }
          expect(segments.slice(0, 2)).toEqual(['v1', 'a'])
        }
      },
    ),
    { numRuns: 3_000 },
  )
})
