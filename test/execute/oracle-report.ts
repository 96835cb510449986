import { inspect } from 'node:util'
import { printSchema } from 'graphql'
import type { OracleCase } from './oracle-case.ts'
import type { Outcome } from './outcome.ts'
import type { Held, Stored, World, WorldObject } from './world.ts'

/** All that one needs to understand why two executors differ in a case, and how to run it alone. */
export function oracleReport(oracle: OracleCase, test: string, outcomes: Readonly<Record<string, Outcome>>): string {
  const { seed, schema, bindings, text, variables, world } = oracle
  const names = new Set(text.match(/\w+/g))
  const parts = {
    'Run it alone': `ORACLE_SEED=${seed} vitest run ${test}`,
    'Schema, of the fields that the operation names': schemaText(printSchema(schema), names),
    Bindings: [...bindings.fields, ...bindings.homes]
      .filter(([coordinate]) => names.has(coordinate.split('.')[1] ?? '') || !coordinate.includes('.'))
      .map(([coordinate, source]) => `${coordinate} -> ${source}`)
      .join(', '),
    'Data, by key': worldText(world, names),
    Operation: text,
    Variables: inspect(variables, { breakLength: 160 }),
    ...Object.fromEntries(Object.entries(outcomes).map(([name, outcome]) => [name, outcomeText(outcome)])),
  }
  return Object.entries(parts)
    .map(([title, text]) => `--- ${title}\n${text}`)
    .join('\n')
}

function outcomeText({ data, errors }: Outcome): string {
  return [data, ...errors.map(error => JSON.stringify(error))].join('\n')
}

function schemaText(text: string, names: ReadonlySet<string>): string {
  const lines = text.split('\n').filter(line => {
    const field = /^ {2}(\w+)[(:]/.exec(line)?.[1]
    return line !== '' && (field === undefined || names.has(field))
  })
  return lines.join('\n')
}

function worldText({ roots, table }: World, names: ReadonlySet<string>): string {
  return [...roots, ...table].map(([key, stored]) => `${key}: ${storedText(stored, names)}`).join('\n')
}

function storedText(stored: Stored, names: ReadonlySet<string>): string {
  return stored.kind === 'object' ? objectText(stored, names) : heldText(stored)
}

function objectText({ typeName, stranger, fields }: WorldObject, names: ReadonlySet<string>): string {
  const texts = [...fields].filter(([name]) => names.has(name)).map(([name, held]) => `${name}: ${heldText(held)}`)
  return `${stranger ? 'stranger' : ''} ${inspect(typeName)} { ${texts.join(', ')} }`
}

function heldText(held: Held): string {
  if (held.kind === 'plain') return held.value instanceof Error ? `Error(${held.value.message})` : inspect(held.value)
  if (held.kind === 'list') return `[${held.items.map(heldText).join(', ')}]`
  return held.kind === 'throwing' ? 'throws' : `-> ${held.key}`
}
