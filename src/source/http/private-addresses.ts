import { BlockList, isIPv6 } from 'node:net'

/** What is not reached over the public internet (the special-purpose registries of IANA, RFC 6890). */
const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** With the ranges that wrap an IPv4 address: what is behind it can't be told from here. */
const IPV6 = [
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
]

const privateAddresses = new BlockList()
for (const [family, subnets] of [
  ['ipv4', IPV4],
  ['ipv6', IPV6],
] as const)
  for (const subnet of subnets) {
    const [network = '', bits] = subnet.split('/')
    privateAddresses.addSubnet(network, Number(bits), family)
  }

/** Whether an IP address is private, link-local, loopback or reserved; an IPv4 address in IPv6 (`::ffff:…`) as itself. */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.split('%')
  return privateAddresses.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
}
