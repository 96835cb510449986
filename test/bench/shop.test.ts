import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { SHOP_CONTENDERS } from '../../bench/wire/shop/contenders.ts'
import { SHOP_WORKLOADS } from '../../bench/wire/shop/workloads.ts'

test('No two requests of a workload ask the same, so that nothing of them is shared', () => {
  for (const { operations } of SHOP_WORKLOADS) {
    const asked = operations.map(({ query, variables }) => JSON.stringify([query, variables]))
    expect(new Set(asked).size).toBe(operations.length)
    expect(operations.length).toBeGreaterThan(50)
  }
})

test('Both databases are asked the same, and a server with a schema of its own has all of its workloads in its words', () => {
  const on = (upstream: string) => SHOP_WORKLOADS.filter(each => each.upstream === upstream)
  expect(on('mariadb').map(({ operations }) => operations)).toEqual(on('postgres').map(({ operations }) => operations))
  for (const { queries, without = [] } of SHOP_CONTENDERS) {
    if (!queries) continue
    const asked = SHOP_WORKLOADS.map(({ name }) => name).filter(name => !without.includes(name))
    expect(Object.keys(queries).sort()).toEqual(asked.sort())
    for (const { query } of Object.values(queries)) expect(() => parse(query)).not.toThrow()
  }
})
