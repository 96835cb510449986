import { useState } from 'react'
import { coordinatesAt } from '../levels.ts'
import { count, printCounts, printTime } from '../print.ts'
import { copiedCall } from './copied-call.ts'
import type { Call, Try } from './trace.ts'

interface CallFactsProps {
  readonly call: Call
  readonly calls: readonly Call[]
}

/** All that a trace says of a call. */
export function CallFacts({ call, calls }: CallFactsProps) {
  const {
    text,
    keys,
    queued,
    tries,
    moreTries,
    bytes,
    rows,
    joined,
    cached,
    refusedByCircuit,
    error,
    empty,
    feeds,
    after,
  } = call
  const before = coordinatesAt(after, calls)
  const sent = tries.length > 1 || tries.some(({ error }) => error !== undefined)
  return (
    <div className="upstream-facts">
      <pre>{text}</pre>
      <CopyButton call={call} />
      <dl>
        {error !== undefined && <Fact name="Failed">{error}</Fact>}
        {refusedByCircuit && <Fact name="Circuit">It is open: nothing was sent, or not once more.</Fact>}
        {cached && <Fact name="Cached">The answer had been kept.</Fact>}
        {joined && <Fact name="Joined">The same request was under way, and its answer was waited for.</Fact>}
        <Fact name="For">{count(keys, 'key')}</Fact>
        {bytes !== undefined && <Fact name="Answer">{count(bytes, 'byte')}</Fact>}
        {rows !== undefined && <Fact name="Answer">{count(rows, 'row')}</Fact>}
        {empty.size > 0 && <Fact name="Empty">{printCounts(empty)}</Fact>}
        {queued > 0 && <Fact name="In line">{printTime(queued)}</Fact>}
        {sent && (
          <Fact name="Tries">
            {tries.map(printTry).join(', ')}
            {moreTries > 0 && `, ${moreTries} more`}
          </Fact>
        )}
        {before.length > 0 && <Fact name="Waited for">{before.join(', ')}</Fact>}
        {feeds.length > 0 && <Fact name="Feeds">{feeds.join(', ')}</Fact>}
      </dl>
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function printTry({ duration, status, error }: Try): string {
  const end = [status, error].filter(each => each !== undefined).join(' ')
  return `${end || 'ok'}${duration === undefined ? '' : ` after ${printTime(duration)}`}`
}

function CopyButton({ call }: { readonly call: Call }) {
  const { label, text } = copiedCall(call)
  const [said, setSaid] = useState<string>()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('Copied')
    } catch {
      // Browsers keep it from pages without TLS.
      setSaid('The browser does not let this page copy')
    }
  }
  return (
    <p className="upstream-copy">
      <button type="button" className="panel-button" onClick={copy}>
        {label}
      </button>{' '}
      <span role="status">{said}</span>
    </p>
  )
}
