import { expect, test } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { runSluice } from '../command/sluice.ts'

const open = { profile: 'development', graphiql: true, introspection: true }
const closed = { profile: 'production', graphiql: false, introspection: false }

test.each([
  [{}, {}, open],
  [{}, { NODE_ENV: 'test' }, open],
  [{}, { NODE_ENV: 'production' }, closed],
  [{}, { NODE_ENV: 'production', SLUICE_PROFILE: 'development' }, open],
  [{}, { SLUICE_PROFILE: 'production' }, closed],
  [{ profile: 'development' }, { NODE_ENV: 'production', SLUICE_PROFILE: 'production' }, open],
  [{ profile: 'production', introspection: true }, {}, { ...closed, introspection: true }],
  [{}, { NODE_ENV: 'production', SLUICE_GRAPHIQL: 'true' }, { ...closed, graphiql: true }],
])('Flags %j and the environment %j make the profile', (flags, environment, expected) => {
  expect(readConfig(flags, environment)).toMatchObject(expected)
})

test('A gateway in a program has the profile of its environment, and what its options say', () => {
  expect(createConfig({ environment: { NODE_ENV: 'production' } })).toMatchObject(closed)
  expect(createConfig({ profile: 'production', graphiql: true })).toMatchObject({ ...closed, graphiql: true })
  expect(createConfig()).toMatchObject(open)
})

test('A profile that does not exist is refused', async () => {
  const { err, code } = await runSluice(['start', '--demo', '--port', '0', '--profile', 'prod'])
  expect(err).toBe('--profile takes development or production, not "prod".\n')
  expect(code).toBe(1)
})
