import { useGraphiQL } from '@graphiql/react'
import { useEffect } from 'react'
import { linesAt, rangesOf, textOfAnswer } from './answer-lines.ts'
import type { Call } from './trace.ts'

/** Pieces of an answer that are marked at once. */
const MOST_RANGES = 1_000

/** Marks in the answer what a call has fed, as far as the answer is still the one that is shown; what other calls have fed within is theirs. */
export function useHighlight(answer: object | undefined, calls: readonly Call[], call: Call | undefined): void {
  const editor = useGraphiQL(({ responseEditor }) => responseEditor)
  useEffect(() => {
    if (!editor || !answer || !call || editor.getValue() !== textOfAnswer(answer)) return
    const others = calls.filter(other => other.coordinate !== call.coordinate || other.source !== call.source)
    const ranges = rangesOf(linesAt(answer, positionsOf([call]), positionsOf(others))).slice(0, MOST_RANGES)
    const className = call.error === undefined ? 'upstream-fed' : 'upstream-fed upstream-failed'
    const decorations = editor.createDecorationsCollection(
      ranges.map(({ from, to }) => ({
        range: { startLineNumber: from, startColumn: 1, endLineNumber: to, endColumn: 1 },
        options: { className, isWholeLine: true },
      })),
    )
    const [first] = ranges
    if (first) editor.revealLineInCenterIfOutsideViewport(first.from)
    return () => decorations.clear()
  }, [editor, answer, calls, call])
}

/** `…` stands where a long position was cut off: nobody knows where it begins. */
function positionsOf(calls: readonly Call[]): string[] {
  return calls.flatMap(({ feeds }) => feeds.filter(feed => !feed.startsWith('…')).map(feed => `data.${feed}`))
}
