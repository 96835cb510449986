import { parseArgs } from 'node:util'
import type { Contender } from './contenders.ts'
import { SUITES, type Suite } from './suites.ts'
import type { Workload } from './workloads.ts'

/** What the command line asks for. */
export interface Options {
  readonly suite: Suite
  readonly runs: readonly { readonly workload: Workload; readonly contenders: readonly Contender[] }[]
  /** Of a round. */
  readonly seconds: number
  readonly rounds: number
  /** Seconds of load before the first round. */
  readonly warmUp: number
  readonly publish: boolean
  /** Whether each server leaves a CPU profile. */
  readonly profile: boolean
  /** Results that are shown instead of measuring. */
  readonly from: readonly string[]
}

/** Throws for a name or number that makes no sense. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      suite: { type: 'string', default: 'wire' },
      only: { type: 'string', default: '' },
      seconds: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '5' },
      'warm-up': { type: 'string', default: '10' },
      publish: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
      from: { type: 'string', default: '' },
    },
  })
  const suite = SUITES.find(({ name }) => name === values.suite)
  if (!suite) throw new Error(`--suite ${values.suite}: write ${SUITES.map(({ name }) => name).join(' or ')}`)
  const named = namesIn(values.only)
  const known = [...suite.workloads, ...suite.contenders].map(({ name }) => name)
  const unknown = named.filter(name => !known.includes(name))
  if (unknown.length > 0) throw new Error(`--only knows no ${unknown.join(', ')}; it knows ${known.join(', ')}`)
  return {
    suite,
    runs: pick(suite.workloads, named).map(workload => ({
      workload,
      contenders: pick(suite.contenders, named).filter(({ without }) => !without?.includes(workload.name)),
    })),
    seconds: positive('seconds', values.seconds),
    rounds: positive('rounds', values.rounds),
    warmUp: positive('warm-up', values['warm-up']),
    publish: values.publish,
    profile: values.profile,
    from: namesIn(values.from),
  }
}

function namesIn(list: string): string[] {
  return list.split(',').filter(name => name !== '')
}

/** All where none is named. */
function pick<T extends { readonly name: string }>(all: readonly T[], named: readonly string[]): readonly T[] {
  const picked = all.filter(({ name }) => named.includes(name))
  return picked.length > 0 ? picked : all
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${text}: write a whole number from 1`)
  return value
}
