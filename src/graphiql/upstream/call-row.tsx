import { type CSSProperties, useEffect, useRef } from 'react'
import { count, printTime } from '../print.ts'
import { colorOf } from '../source-colors.ts'
import { SourceName } from '../source-name.tsx'
import { CallFacts } from './call-facts.tsx'
import { marksOf, statusOf } from './call-marks.ts'
import { stretch } from './time-axis.ts'
import type { Call, Trace } from './trace.ts'

interface CallRowProps {
  readonly call: Call
  readonly trace: Trace
  /** Milliseconds of the whole axis. */
  readonly total: number
  readonly isSelected: boolean
  readonly onPoint: (at: number | undefined) => void
  readonly onSelect: (at: number | undefined) => void
}

/** A call by name and bar; what else is known of it stands below, once it is selected. */
export function CallRow({ call, trace, total, isSelected, onPoint, onSelect }: CallRowProps) {
  const { at, source, coordinate, keys, start, duration, error } = call
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  const point = () => onPoint(at)
  const leave = () => onPoint(undefined)
  return (
    <div className="upstream-call" style={{ '--source': colorOf(source) } as CSSProperties}>
      <button
        ref={row}
        type="button"
        aria-expanded={isSelected}
        onClick={() => onSelect(isSelected ? undefined : at)}
        onPointerEnter={point}
        onPointerLeave={leave}
        onFocus={point}
        onBlur={leave}
      >
        <span className="upstream-line">
          <SourceName name={source} /> <span className="upstream-coordinate">{coordinate}</span>{' '}
          {keys !== 1 && <span className="upstream-mark">{count(keys, 'key')}</span>}{' '}
          {marksOf(call).map(mark => (
            <span
              key={mark}
              className={error !== undefined && mark.includes(error) ? 'upstream-mark failed' : 'upstream-mark'}
            >
              {mark}{' '}
            </span>
          ))}
          <span className="upstream-time">
            {[statusOf(call), printTime(duration)].filter(each => each !== '').join(' · ')}
            <span className="upstream-unseen"> from {printTime(start)} on</span>
          </span>
        </span>
        <Bar call={call} total={total} />
      </button>
      {isSelected && <CallFacts call={call} calls={trace.calls} />}
    </div>
  )
}

/** A call on the axis: pale while it waits for its turn or the next try, full while something is under way. */
function Bar({ call: { start, duration, tries, error, cached, joined }, total }: Pick<CallRowProps, 'call' | 'total'>) {
  const state = error !== undefined ? ' failed' : cached || joined ? ' unsent' : ''
  return (
    <span className="upstream-track" aria-hidden="true">
      <span className={`upstream-bar${state}`} style={stretch(start, duration, total)}>
        {tries.map(each => (
          <span
            key={each.start}
            className={each.error === undefined ? 'upstream-try' : 'upstream-try failed'}
            style={stretch(each.start, each.duration ?? start + duration - each.start, duration, start)}
          />
        ))}
      </span>
    </span>
  )
}
