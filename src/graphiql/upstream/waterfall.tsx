import type { CSSProperties } from 'react'
import { levelsOf } from '../levels.ts'
import { printTime } from '../print.ts'
import { CallRow } from './call-row.tsx'
import { stretch, timeAxis } from './time-axis.ts'
import type { Trace } from './trace.ts'

interface WaterfallProps {
  readonly trace: Trace
  readonly selected: number | undefined
  readonly onPoint: (at: number | undefined) => void
  readonly onSelect: (at: number | undefined) => void
}

/** A bar a call on one time axis, by what they waited for. */
export function Waterfall({ trace, selected, onPoint, onSelect }: WaterfallProps) {
  const axis = timeAxis(trace)
  const grid = { '--step': stretch(0, axis.step, axis.total).width } as CSSProperties
  return (
    <div className="upstream-waterfall" style={grid}>
      <p className="upstream-axis" aria-hidden="true">
        {axis.ticks.map(tick => (
          <span key={tick} style={{ left: stretch(tick, 0, axis.total).left, translate: anchorOf(tick / axis.total) }}>
            {printTime(tick)}
          </span>
        ))}
      </p>
      {levelsOf(trace.calls).map(({ members, after }) => (
        <section key={members[0]?.at}>
          <h3>{after.length === 0 ? 'At first' : `After ${after.join(', ')}`}</h3>
          <ul>
            {members.map(call => (
              <li key={call.at}>
                <CallRow
                  call={call}
                  trace={trace}
                  total={axis.total}
                  isSelected={call.at === selected}
                  onPoint={onPoint}
                  onSelect={onSelect}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** At an edge, a label in the middle of its tick would be cut off. */
function anchorOf(part: number): string {
  return part === 0 ? '0' : part > 0.9 ? '-100%' : '-50%'
}
