import type { lookup as systemLookup } from 'node:dns'
import { BlockList } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { expect, test } from 'vitest'
import { AddressDenied, denyAddresses, denyingLookup } from '../../../src/source/http/deny-addresses.ts'
import { isPrivateAddress } from '../../../src/source/http/private-addresses.ts'
import { startUpstream } from '../../support/upstream.ts'
import { httpBinding, load, openSource } from './support.ts'

const DENIED = {
  code: 'DOWNSTREAM_SERVICE_ERROR',
  reason: 'connect',
  message: 'The source could not be reached.',
  retryable: false,
  source: 'api',
}

test('Private, link-local, loopback and reserved addresses are told from public ones, in every form', () => {
  const closed = [
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '100.127.255.255',
      '127.0.0.1',
      '127.9.9.9',
      '169.254.169.254',
      '172.16.0.1',
    ],
    ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1%eth0'],
    ...[
      'fc00::1',
      'fdff::1',
      'ff02::1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::a00:1',
      '2002:a00:1::',
      '::10.0.0.1',
    ],
  ]
  const open = [
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.0',
    '172.32.0.1',
    '192.167.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
  ]
  expect(closed.filter(address => !isPrivateAddress(address))).toEqual([])
  expect(open.filter(isPrivateAddress)).toEqual([])
})

test('A source that denies private addresses is never connected to one, however its host is written', async () => {
  await using upstream = await startUpstream({ 'GET /items': { json: { id: 1 } } })
  const { port } = new URL(upstream.url)
  for (const host of [
    'localhost',
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '[::ffff:127.0.0.1]',
    '[::1]',
  ]) {
    await using source = openSource(`http://${host}:${port}`, { denyPrivateAddresses: true })
    expect([host, await load(source, httpBinding())]).toEqual([host, [DENIED]])
  }
  expect(upstream.requests).toEqual([])
  await using source = openSource(upstream.url)
  expect(await load(source, httpBinding())).toEqual([{ id: 1 }])
})

test('A name is judged by the addresses that are connected to, each time: one that is rebound is refused', async () => {
  await using upstream = await startUpstream(() => ({ json: { id: 1 }, headers: { connection: 'close' } }))
  const { port } = new URL(upstream.url)
  const denied = new BlockList()
  denied.addAddress('127.0.0.2')
  const isDenied = (address: string) => denied.check(address)
  // The same name means another address at every look-up; beside a good address a denied one is enough.
  const meanings = [['127.0.0.1'], ['127.0.0.2'], ['127.0.0.1', '127.0.0.2']]
  const lookup = ((_host: string, _options: unknown, callback: (error: null, found: unknown) => void) => {
    const addresses = meanings.shift() ?? []
    queueMicrotask(() =>
      callback(
        null,
        addresses.map(address => ({ address, family: 4 })),
      ),
    )
  }) as unknown as typeof systemLookup
  const connect = denyAddresses(buildConnector({ lookup: denyingLookup(isDenied, lookup) }), isDenied)
  const agent = new Agent({ connect, pipelining: 0 })
  const ask = () => agent.request({ origin: `http://rebound.test:${port}`, path: '/', method: 'GET' })
  const first = await ask()
  expect(await first.body.json()).toEqual({ id: 1 })
  await expect(ask()).rejects.toThrow(AddressDenied)
  await expect(ask()).rejects.toThrow(AddressDenied)
  expect(upstream.requests.length).toBe(1)
  await agent.destroy()
})
