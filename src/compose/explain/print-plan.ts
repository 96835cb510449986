import type { Bound, ListLength, QueryPlan, QueryStep } from '../../execute/explain/query-plan.ts'

/** A plan for people: a tree of its calls, each below what it waits for. */
export function printPlan(plan: QueryPlan): string {
  const { operation, name, steps, lists, calls } = plan
  const title = `${operation}${name === undefined ? '' : ` ${name}`}: ${titleOf(plan)}`
  const roots = steps.flatMap((step, at) => (step.after.length === 0 ? [at] : []))
  const tree = roots.flatMap(at => linesOf(steps, at))
  const named = lists.filter(list => isNamed(list, [calls.formula, ...steps.map(step => step.keys.formula)]))
  return [
    title,
    ...(tree.length > 0 ? ['', ...tree] : []),
    ...(named.length > 0 ? ['', ...named.map(printList)] : []),
  ].join('\n')
}

function titleOf({ calls, steps, isCut }: QueryPlan): string {
  if (isCut) return 'it has more places than are looked at, so nobody knows how many calls it makes'
  if (steps.length === 0) return 'no calls'
  const { ifObjects, least, ...all } = calls
  const told = countText(ifObjects ?? all, least)
  return ifObjects ? `${told}; where an API answers keys, ${countText(all, least)}` : told
}

function countText({ formula, most }: Bound, least: number): string {
  if (most === null) return `nobody knows how many calls: ${formula}`
  const why = formula === String(most) ? '' : ` = ${formula}`
  return `${least === most ? '' : 'at most '}${most} ${most === 1 ? 'call' : 'calls'}${why}`
}

/** A step, and below it those that wait for it. */
function linesOf(steps: readonly QueryStep[], at: number): readonly string[] {
  const step = steps[at] as QueryStep
  const below = steps.flatMap((each, index) => (each.after.at(-1) === at ? [index] : []))
  const isLast = (index: number) => index === below.length - 1
  const children = below.flatMap((child, index) => {
    const [first = '', ...others] = linesOf(steps, child)
    const more = isLast(index) ? '   ' : '│  '
    return [`${isLast(index) ? '└─ ' : '├─ '}${first}`, ...others.map(line => more + line)]
  })
  const bar = below.length > 0 ? '│  ' : '   '
  return [`${step.source}  ${step.text}  ${countOf(step)}`, `${bar}${detailsOf(step)}`, ...children]
}

function countOf({ calls: { formula, most }, by }: QueryStep): string {
  if (formula === '1') return by ? 'x<=1' : 'x1'
  if (most === null) return `x<=${formula}`
  return formula === String(most) ? `x<=${most}` : `x<=${formula} = ${most}`
}

function detailsOf({ feeds, by, keysPerCall, callsEach, optional }: QueryStep): string {
  const calls = callsEach === null ? 'some calls each' : `up to ${callsEach} calls each`
  const parts = [
    `for ${feeds.join(', ')}`,
    by && `by ${by.join(', ')}`,
    keysPerCall !== undefined && keysPerCall > 1 && `up to ${keysPerCall} keys a call`,
    by && keysPerCall === 1 && 'a call for each',
    callsEach !== undefined && calls,
    optional && 'only where it is answered by keys',
  ]
  return parts.filter(Boolean).join(', ')
}

function isNamed({ name }: ListLength, formulas: readonly string[]): boolean {
  return formulas.some(formula => formula.split(/[()+*/, ]+/).includes(name))
}

const SAID_BY = {
  source: 'the source',
  argument: 'an argument',
  listSize: '@listSize',
  assumption: '--assume',
} as const

function printList({ name, most, by, held }: ListLength): string {
  if (most === null || by === undefined) return `${name}: nobody knows how long it is. Say it by --assume ${name}=100`
  return `${name}: at most ${most}, says ${SAID_BY[by]}${held ? '' : '; a longer list makes more calls'}`
}
