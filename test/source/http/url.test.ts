import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arg, httpBinding, load, named, openSource } from './support.ts'

/** Strings of all kinds, and those that mean something in a URL. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(
      '.',
      '/',
      '\\',
      '?',
      '#',
      '&',
      '=',
      '%',
      '+',
      ';',
      '2e',
      '2F',
      ' ',
      '\r',
      '\n',
      '\0',
      ':',
      '@',
      'é',
      '\ud83d',
    ),
  }),
)

/** What some server reads as a dot segment, though it is escaped, beside an escaped slash, or has parameters or blanks. */
function hidesWayOut(segment: string): boolean {
  let read = segment
  for (let round = 0; round < 3; round++)
    read = read.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  const names = read.split(/[/\\]/).map(each => each.replace(/;.*$/s, '').replaceAll(/[\p{Cc} ]/gu, ''))
  return names.includes('.') || names.includes('..')
}

test('Any text arrives at the upstream as it is, as one path segment and one query value, or there is no call', async () => {
  const urls: string[] = []
  await using server = createServer((request, response) => {
    urls.push(request.url ?? '')
    response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await using source = openSource(`http://127.0.0.1:${(server.address() as AddressInfo).port}/base`)
  const binding = httpBinding({
    path: [['items'], [arg('segment')], ['x-', arg('part'), '-y']],
    query: [named('value', arg('value')), named('rest', 'a', arg('part'))],
  })

  await fc.assert(
    fc.asyncProperty(text, text, text, async (segment, part, value) => {
      urls.length = 0
      const [slot] = await load(source, binding, [[]], { args: { segment, part, value } })
      const refused = segment === '' || hidesWayOut(segment) || hidesWayOut(`x-${part}-y`)
      const carried = [segment, part, value].every(each => each.isWellFormed())
      if (refused || !carried) {
        expect(urls).toEqual([])
        // Of several that can't be sent, the first in the URL is told.
        if (refused !== carried)
          expect([null, expect.objectContaining({ code: 'BAD_USER_INPUT' })]).toContainEqual(slot)
        else expect(slot).toEqual(refused ? null : expect.objectContaining({ code: 'BAD_USER_INPUT' }))
        return
      }
      expect(slot).toEqual({})
      expect(urls).toHaveLength(1)
      const url = new URL(urls[0] ?? '', 'http://upstream')
      expect(url.pathname.split('/').map(decodeURIComponent)).toEqual(['', 'base', 'items', segment, `x-${part}-y`])
      expect([...url.searchParams]).toEqual([
        ['value', value],
        ['rest', `a${part}`],
      ])
      expect(url.hash).toBe('')
    }),
    { numRuns: 300 },
  )
})
