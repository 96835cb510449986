/** Names and places that lead to values: `data.posts[].author`. */
interface Branch {
  readonly children: Map<string, Branch>
  isOwn?: boolean
  isOther?: boolean
}

/** Lines of a text, from 1, both inclusive. */
export interface LineRange {
  readonly from: number
  readonly to: number
}

/** What an answer is shown as, whose lines are meant here. */
export function textOfAnswer(answer: object): string {
  return JSON.stringify(answer, null, 2)
}

/** The lines at which values of `positions` stand, without those that belong to one of `others` within. */
export function linesAt(answer: object, positions: readonly string[], others: readonly string[] = []): number[] {
  const root: Branch = { children: new Map() }
  for (const position of others) leadTo(root, position).isOther = true
  for (const position of positions) leadTo(root, position).isOwn = true
  const lines: number[] = []
  let line = 0
  const add = (isWithin: boolean) => {
    line += 1
    if (isWithin) lines.push(line)
  }
  const visit = (value: unknown, branch: Branch | undefined, isWithin: boolean) => {
    const isHere = branch?.isOwn === true || (isWithin && branch?.isOther !== true)
    add(isHere)
    if (typeof value !== 'object' || value === null) return
    const isList = Array.isArray(value)
    const entries = Object.entries(value)
    for (const [name, each] of entries) visit(each, branch?.children.get(isList ? '[]' : name), isHere)
    if (entries.length > 0) add(isHere)
  }
  visit(answer, root, false)
  return lines
}

function leadTo(root: Branch, position: string): Branch {
  let branch = root
  for (const name of position.replaceAll('[]', '.[]').split('.')) {
    const next = branch.children.get(name) ?? { children: new Map() }
    branch.children.set(name, next)
    branch = next
  }
  return branch
}

/** Lines that follow each other as one range. */
export function rangesOf(lines: readonly number[]): LineRange[] {
  const ranges: { from: number; to: number }[] = []
  for (const line of lines) {
    const last = ranges.at(-1)
    if (last?.to === line - 1) last.to = line
    else ranges.push({ from: line, to: line })
  }
  return ranges
}
