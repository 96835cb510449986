import type { WorkloadReport } from './report.ts'
import type { Summary } from './summary.ts'
import { figure } from './table.ts'

const COLUMNS = 2
const PANEL_WIDTH = 440
const LABEL_WIDTH = 180
const VALUE_WIDTH = 60
const ROW_HEIGHT = 18
const BAR_HEIGHT = 12
const TITLE_HEIGHT = 30
const GAP = 20
const TITLE = 'CPU milliseconds of the server for 1,000 requests (less is better)'
const OURS = '#2563eb'
const OTHERS = '#a3adbb'

interface Panel {
  readonly report: WorkloadReport
  readonly height: number
}

/** An SVG with a panel for each workload: CPU milliseconds for 1,000 requests as bars, on a scale of the panel's own. */
export function drawChart(workloads: readonly WorkloadReport[]): string {
  const panels = workloads.map(report => ({ report, height: TITLE_HEIGHT + report.summaries.length * ROW_HEIGHT }))
  const drawn: string[] = []
  let top = GAP + TITLE_HEIGHT
  for (let first = 0; first < panels.length; first += COLUMNS) {
    const row = panels.slice(first, first + COLUMNS)
    drawn.push(...row.map((panel, column) => drawPanel(panel, GAP + column * (PANEL_WIDTH + GAP), top)))
    top += Math.max(...row.map(({ height }) => height)) + GAP
  }
  const width = COLUMNS * (PANEL_WIDTH + GAP) + GAP
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top}" viewBox="0 0 ${width} ${top}" font-family="system-ui, sans-serif" font-size="12" fill="#1f2937">`,
    `<title>${TITLE}</title>`,
    `<rect width="${width}" height="${top}" fill="#ffffff"/>`,
    text(GAP, GAP + 8, TITLE, 'font-size="15"'),
    ...drawn,
    '</svg>\n',
  ].join('\n')
}

function drawPanel({ report: { name, title, summaries } }: Panel, left: number, top: number): string {
  const most = Math.max(...summaries.map(({ cpu }) => cpu))
  const bars = summaries.map((summary, at) => drawBar(summary, most, left, top + TITLE_HEIGHT + at * ROW_HEIGHT))
  return [text(left, top + 14, `${name.toUpperCase()}: ${title}`, 'font-weight="600"'), ...bars].join('\n')
}

function drawBar({ name, title, cpu }: Summary, most: number, left: number, top: number): string {
  const length = Math.max(1, ((PANEL_WIDTH - LABEL_WIDTH - VALUE_WIDTH) * cpu) / most)
  const start = left + LABEL_WIDTH
  const color = name.startsWith('sluice') ? OURS : OTHERS
  const middle = top + BAR_HEIGHT - 2
  return [
    text(start - 8, middle, title, 'text-anchor="end"'),
    `<rect x="${start}" y="${top}" width="${length.toFixed(1)}" height="${BAR_HEIGHT}" rx="2" fill="${color}"/>`,
    text(start + length + 6, middle, figure(cpu)),
  ].join('\n')
}

function text(x: number, y: number, content: string, attributes = ''): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y}" ${attributes}>${escaped}</text>`
}
