import { expect, test } from 'vitest'
import { createPreparedFor } from '../../../src/edge/graphql/restricted-plans.ts'
import { createAccess } from '../../../src/guard/access.ts'
import { userOf } from '../../../src/plan/user/user.ts'
import { compilePlan, planText } from '../../execute/compile-plan.ts'

const SCOPES = ['a', 'b', 'c', 'd', 'e']
const FIELDS = SCOPES.map(scope => `${scope}: Int @requiresScopes(scopes: [["${scope}"]])`)
const SCHEMA = compilePlan(`
  extend schema @source(name: "api", http: { baseURL: "http://localhost" })
    @jwt(issuer: "i", audience: "a", secret: "0123456789abcdef0123456789abcdef")
  type Query { thing: Thing @http(GET: "/") }
  type Thing { id: ID! ${FIELDS.join(' ')} }
`)
/** Users with each set of the scopes, and nobody. */
const USERS = [
  undefined,
  ...Array.from({ length: 2 ** SCOPES.length }, (_, set) =>
    userOf({ scp: SCOPES.filter((_, at) => (set >> at) & 1) }, undefined),
  ),
]

test('An operation is planned once for all who see the same, however many see something else in between', () => {
  const access = createAccess(SCHEMA)
  const preparedFor = createPreparedFor()
  const prepared = {
    plans: planText(SCHEMA, `{ thing { id ${SCOPES.join(' ')} } }`),
    locate: () => [],
    measured: [],
    bytes: 1_000,
  }
  const plansFor = () => USERS.map(user => preparedFor(prepared, access.of(user)).plans)
  const first = plansFor()
  expect(new Set(first).size).toBe(USERS.length)
  for (const [at, plans] of plansFor().entries()) expect(plans).toBe(first[at])
  const again = preparedFor(prepared, access.of(userOf({ scope: 'x b a' }, undefined)))
  expect(again.plans).toBe(first[1 + 0b11])
  // Who sees all has the operation itself.
  expect(first.at(-1)).toBe(prepared.plans)
  for (const [at, { schemaPlan }] of first.entries())
    expect(schemaPlan.denied?.size ?? 0).toBe(SCOPES.length - (USERS[at]?.scopes.size ?? 0))
})
