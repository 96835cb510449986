import { useGraphiQL } from '@graphiql/react'
import { useEffect } from 'react'
import { callsOfErrors } from './answer-errors.ts'
import { linesAt, textOfAnswer } from './answer-lines.ts'
import { lastOperation } from './last-operation.ts'
import { openUpstream } from './plugin.ts'
import { showCall } from './shown-call.ts'

const POSITION = 'errors[].extensions.call'

/** Makes the `call` of each error in the answer lead to its bar. */
export function AnswerLinks(): null {
  const editor = useGraphiQL(({ responseEditor }) => responseEditor)
  const operation = lastOperation.use()
  const answer = operation?.trace && operation.answer
  useEffect(() => {
    const calls = answer ? callsOfErrors(answer).filter(call => call !== undefined) : []
    if (!editor || !answer || calls.length === 0) return
    const text = textOfAnswer(answer)
    const links = new Map(linesAt(answer, [POSITION]).map((line, index) => [line, calls[index]]))
    const decorations = editor.createDecorationsCollection()
    const draw = () => {
      const isShown = editor.getValue() === text
      decorations.set(
        [...links.keys()]
          .filter(() => isShown)
          .map(line => ({
            range: {
              startLineNumber: line,
              startColumn: editor.getModel()?.getLineFirstNonWhitespaceColumn(line) ?? 1,
              endLineNumber: line,
              endColumn: 1_000,
            },
            options: { inlineClassName: 'upstream-link', hoverMessage: { value: 'Click: the call that failed' } },
          })),
      )
    }
    draw()
    const listeners = [
      editor.onDidChangeModelContent(draw),
      editor.onMouseDown(({ target: { element, position } }) => {
        if (!position || !element?.classList.contains('upstream-link')) return
        openUpstream(document)
        showCall(links.get(position.lineNumber))
      }),
    ]
    return () => {
      decorations.clear()
      for (const listener of listeners) listener.dispose()
    }
  }, [editor, answer])
  return null
}
