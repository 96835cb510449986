import './upstream.css'
import { useState } from 'react'
import { readPageConfig } from '../page-config.ts'
import { Panel } from '../panel.tsx'
import { count, printCounts, printTime } from '../print.ts'
import { CallTable } from './call-table.tsx'
import { ErrorList } from './error-list.tsx'
import { lastOperation } from './last-operation.ts'
import { selectCall, VIEWS, view } from './shown-call.ts'
import type { Trace } from './trace.ts'
import { useHighlight } from './use-highlight.ts'
import { Waterfall } from './waterfall.tsx'

/** The calls of the last operation, as bars or as a table. */
export function UpstreamPanel() {
  const operation = lastOperation.use()
  const shown = view.use()
  const [pointed, setPointed] = useState<number>()
  const { trace, answer, selected } = operation ?? {}
  const calls = trace?.calls ?? []
  useHighlight(answer, calls, calls[pointed ?? selected ?? -1])
  return (
    <Panel title="Upstream">
      {trace ? (
        <>
          <Summary trace={trace} />
          {answer && <ErrorList answer={answer} calls={calls} />}
          {calls.length > 0 && (
            <>
              <div className="upstream-views">
                {VIEWS.map(each => (
                  <button
                    key={each}
                    type="button"
                    className="panel-button"
                    aria-pressed={each === shown}
                    onClick={() => view.set(each)}
                  >
                    {each}
                  </button>
                ))}
              </div>
              {shown === 'Table' ? (
                <CallTable calls={calls} />
              ) : (
                <Waterfall trace={trace} selected={selected} onPoint={setPointed} onSelect={selectCall} />
              )}
            </>
          )}
          <Empty trace={trace} />
        </>
      ) : (
        <p>
          {operation ? (
            <WhyNone answer={operation.answer} />
          ) : (
            'Run an operation: the calls that the gateway makes for it stand here.'
          )}
        </p>
      )}
    </Panel>
  )
}

function Summary({ trace: { time, calls, moreCalls } }: { readonly trace: Trace }) {
  const sources = new Set(calls.map(({ source }) => source)).size
  const { total = 0, ...parts } = time
  return (
    <p className="upstream-summary">
      <strong>{count(calls.length + moreCalls, 'call')}</strong>
      {sources > 1 && ` to ${sources} sources`} in <strong>{printTime(total)}</strong>
      <br />
      <small>
        {Object.entries(parts)
          // A line breaks between them only.
          .map(([name, part]) => `${name} ${printTime(part)}`.replaceAll(' ', '\u00a0'))
          .join(' · ')}
        {moreCalls > 0 && ` · the first ${calls.length} calls are shown`}
      </small>
    </p>
  )
}

/** What was null without any call. */
function Empty({ trace: { empty } }: { readonly trace: Trace }) {
  if (empty.length === 0) return null
  return (
    <>
      <h3>Not asked for</h3>
      <ul className="upstream-empty">
        {empty.map(({ coordinate, why }) => (
          <li key={coordinate}>
            {coordinate}: {printCounts(why)}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Why the last answer has no trace. */
function WhyNone({ answer }: { readonly answer: object }) {
  if (!('data' in answer)) return 'The last operation was refused before anything was called.'
  if (readPageConfig(document).trace) return 'The last answer came without a trace.'
  return (
    <>
      The last answer came without a trace. <code>sluice dev</code> gives one, and <code>sluice start --trace</code>. In
      production, write the header <code>x-sluice-trace</code> with the gateway’s secret into the Headers tab.
    </>
  )
}
