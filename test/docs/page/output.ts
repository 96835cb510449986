import type { Output } from './steps.ts'

/** Of a line: any lines; within a line: anything. */
const ANY = '…'

/** What a terminal has to print for `output`: its first lines where `isWhole` is false. */
export function outputPattern({ text }: Output, isWhole: boolean): RegExp {
  const lines = trimLines(text).split('\n')
  const parts = lines.map(line =>
    line === ANY ? '(?:[^\\n]*\\n)*?' : `${line.split(ANY).map(RegExp.escape).join('[^\\n]*')}\\n`,
  )
  return new RegExp(`^${parts.join('')}${isWhole ? '$' : ''}`)
}

/** What was printed as pages show it: no white space at the ends of lines, and one end of the last line. */
function trimLines(text: string): string {
  return text.replaceAll(/[ \t\r]+$/gm, '').trimEnd()
}

/** JSON as one line a value, so that how it is written does not matter. */
export function comparable({ isJson }: Output, printed: string): string {
  if (!isJson) return trimLines(printed)
  try {
    return JSON.stringify(JSON.parse(printed), null, 2)
  } catch {
    return printed
  }
}
