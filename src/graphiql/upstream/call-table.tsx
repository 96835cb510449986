import { coordinatesAt } from '../levels.ts'
import { count, printTime } from '../print.ts'
import { marksOf, statusOf } from './call-marks.ts'
import type { Call } from './trace.ts'

/** The calls as a table. */
export function CallTable({ calls }: { readonly calls: readonly Call[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys too
    <section className="upstream-table" aria-label="Calls, a table that scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {['Call', 'Source', 'Keys', 'Start', 'Takes', 'In line', 'Status', 'Answer', 'Marks', 'Waited for'].map(
              name => (
                <th key={name} scope="col">
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {calls.map(call => (
            <tr key={call.at}>
              <th scope="row">{call.coordinate}</th>
              <td>{call.source}</td>
              <td>{call.keys}</td>
              <td>{printTime(call.start)}</td>
              <td>{printTime(call.duration)}</td>
              <td>{call.queued > 0 && printTime(call.queued)}</td>
              <td>{statusOf(call)}</td>
              <td>{printAnswer(call)}</td>
              <td>{marksOf(call).join(', ')}</td>
              <td>{coordinatesAt(call.after, calls).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function printAnswer({ bytes, rows }: Call): string {
  if (rows !== undefined) return count(rows, 'row')
  return bytes === undefined ? '' : count(bytes, 'byte')
}
