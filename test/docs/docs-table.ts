/** A table of the docs that is made from one of the code. */
export interface DocsTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The page with the table of this header made anew; as it is where there is none. */
export function withTable(page: string, { header, rows }: DocsTable): string {
  const lines = page.split('\n')
  const start = lines.findIndex(line => cellsOf(line).join('|') === header.join('|'))
  if (start < 0) return `${page}\nThere is no table ${header.join(', ')}.`
  const length = lines.slice(start).findIndex(line => !line.startsWith('|'))
  return lines.toSpliced(start, length, ...printTable({ header, rows })).join('\n')
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map(cell => cell.trim())
}

/** All columns but the last are of one width. */
function printTable({ header, rows }: DocsTable): string[] {
  const lines = [header, ...rows].map(cells => cells.map(cell => cell.replaceAll('|', '\\|')))
  const widths = header.map((_, column) => Math.max(3, ...lines.map(cells => cells[column]?.length ?? 0)))
  const print = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column < cells.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell)).join(' | ')} |`
  const [first = [], ...rest] = lines
  return [
    print(first),
    print(widths.map((width, column) => '-'.repeat(column < widths.length - 1 ? width : 3))),
    ...rest.map(print),
  ]
}
