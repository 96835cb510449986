import type { QueryPlan, QueryStep } from '../../execute/explain/query-plan.ts'

/** A box and what is between two, in pixels. */
const WIDTH = 330
const HEIGHT = 74
const GAP = { x: 56, y: 18 }
const MARGIN = 16
const TITLE = 26
/** Characters of a line in a box. */
const MOST_CHARACTERS = 50

interface Placed {
  readonly step: QueryStep
  readonly x: number
  readonly y: number
}

/** A plan as an SVG: its calls from left to right, each behind what it waits for. */
export function drawPlan(plan: QueryPlan): string {
  const placed = place(plan.steps)
  const right = Math.max(0, ...placed.map(({ x }) => x + WIDTH))
  const bottom = Math.max(0, ...placed.map(({ y }) => y + HEIGHT))
  const { operation, name, calls } = plan
  const { most: known, formula } = calls.ifObjects ?? calls
  const most = known === null ? `${formula} calls` : `${known} calls`
  const title = `${operation}${name === undefined ? '' : ` ${name}`}: at most ${most}`
  const sources = [...new Set(plan.steps.map(({ source }) => source))]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${right + MARGIN} ${bottom + MARGIN}" font-family="system-ui, sans-serif" font-size="13" role="img" aria-labelledby="title">`,
    `  <title id="title">${xmlText(title)}</title>`,
    STYLE,
    `  <rect class="page" width="${right + MARGIN}" height="${bottom + MARGIN}"/>`,
    `  <text x="${MARGIN}" y="${MARGIN + 8}">${xmlText(shortened(title, 2 * MOST_CHARACTERS))}</text>`,
    ...placed.flatMap(({ step, x, y }) => step.after.flatMap(at => arrow(placed[at], { x, y }))),
    ...placed.flatMap(each => box(each, sources.indexOf(each.step.source))),
    '</svg>',
    '',
  ].join('\n')
}

const STYLE = `  <style>
    rect { fill: #f1f5f9; stroke: #64748b }
    .source1 { fill: #e0f2fe }
    .source2 { fill: #dcfce7 }
    .source3 { fill: #fef9c3 }
    .optional { stroke-dasharray: 5 4 }
    text { fill: #0f172a }
    .call { font-family: ui-monospace, monospace; font-size: 11px }
    .small { font-size: 11px; fill: #475569 }
    path { fill: none; stroke: #64748b; stroke-width: 1.5 }
    .page { fill: #ffffff; stroke: none }
  </style>`

/** Each one column behind what it waits for, and in the next free row of that. */
function place(steps: readonly QueryStep[]): readonly Placed[] {
  const columns: number[] = []
  const rows = new Map<number, number>()
  return steps.map((step, at) => {
    const column = Math.max(-1, ...step.after.map(before => columns[before] ?? -1)) + 1
    columns[at] = column
    const row = rows.get(column) ?? 0
    rows.set(column, row + 1)
    return { step, x: MARGIN + column * (WIDTH + GAP.x), y: MARGIN + TITLE + row * (HEIGHT + GAP.y) }
  })
}

function box({ step, x, y }: Placed, source: number): readonly string[] {
  const { calls, optional, feeds } = step
  const most = calls.most === null || calls.formula === String(calls.most) ? '' : ` = ${calls.most}`
  const line = (className: string, text: string, below: number) =>
    `  <text class="${className}" x="${x + 10}" y="${y + below}">${xmlText(shortened(text, MOST_CHARACTERS))}</text>`
  return [
    `  <rect class="source${source % 4}${optional ? ' optional' : ''}" x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6"/>`,
    line('call', step.text, 20),
    line('small', `${step.source}, for ${feeds.join(', ')}`, 39),
    line('', `x ${step.by || calls.formula !== '1' ? '≤ ' : ''}${calls.formula}${most}`, 60),
  ]
}

function arrow(from: Placed | undefined, to: { readonly x: number; readonly y: number }): readonly string[] {
  if (!from) return []
  const [startX, startY] = [from.x + WIDTH, from.y + HEIGHT / 2]
  const [endX, endY] = [to.x, to.y + HEIGHT / 2]
  const middle = startX + (endX - startX) / 2
  return [
    `  <path d="M${startX} ${startY} C${middle} ${startY} ${middle} ${endY} ${endX} ${endY}"/>`,
    `  <path d="M${endX - 7} ${endY - 4} L${endX} ${endY} L${endX - 7} ${endY + 4}"/>`,
  ]
}

function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text
}

/** Text of SQL and of a client has what XML takes for its own. */
function xmlText(text: string): string {
  return text.replaceAll(/[&<>"]/g, each => `&#${each.charCodeAt(0)};`).replaceAll(/\p{Cc}/gu, ' ')
}
