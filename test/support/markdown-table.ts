/** A table as GitHub's Markdown has them. */
export interface MarkdownTable {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The lines of a table. All columns but the last are of one width. */
export function printTable({ header, rows }: MarkdownTable): string[] {
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
