import { errorsOf } from './answer-errors.ts'
import { showCall } from './shown-call.ts'
import type { Call } from './trace.ts'

/** Errors that are listed; the answer has them all. */
const MOST_ERRORS = 20

interface ErrorListProps {
  readonly answer: object
  readonly calls: readonly Call[]
}

/** The errors of the answer; those of a call lead to it. */
export function ErrorList({ answer, calls }: ErrorListProps) {
  const errors = errorsOf(answer)
  if (errors.length === 0) return null
  return (
    <>
      <h3>Errors of the answer</h3>
      <ul className="upstream-errors">
        {errors.slice(0, MOST_ERRORS).map(({ message, path, more, call }) => {
          const coordinate = calls[call ?? -1]?.coordinate
          return (
            <li key={`${path} ${message}`}>
              {path && <code>{path}</code>} {more > 0 && `and ${more} more: `}
              {message}
              {coordinate !== undefined && (
                <button type="button" className="panel-button" onClick={() => showCall(call)}>
                  Show {coordinate}
                </button>
              )}
            </li>
          )
        })}
        {errors.length > MOST_ERRORS && <li>{errors.length - MOST_ERRORS} more stand in the answer</li>}
      </ul>
    </>
  )
}
