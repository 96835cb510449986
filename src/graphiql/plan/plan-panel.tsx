import './plan.css'
import { useGraphiQL } from '@graphiql/react'
import { type CSSProperties, useCallback, useEffect, useState } from 'react'
import { levelsOf } from '../levels.ts'
import { Panel } from '../panel.tsx'
import { count } from '../print.ts'
import { colorOf } from '../source-colors.ts'
import { SourceName } from '../source-name.tsx'
import { askPlan, type Planned } from './ask-plan.ts'
import type { Bound, ListLength, QueryPlan, Step } from './query-plan.ts'

/** The calls that the operation in the editor would take, asked for when the panel is opened, and by its button. */
export function PlanPanel() {
  const editors = useGraphiQL(({ queryEditor, variableEditor, headerEditor, operationName }) => ({
    queryEditor,
    variableEditor,
    headerEditor,
    operationName,
  }))
  const [planned, setPlanned] = useState<Planned>()
  const [asked, setAsked] = useState(0)
  const written = useCallback(
    () => ({
      query: editors.queryEditor?.getValue() ?? '',
      variables: editors.variableEditor?.getValue() ?? '',
      headers: editors.headerEditor?.getValue() ?? '',
      operationName: editors.operationName,
    }),
    [editors],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written is planned when the reader asks, not while he writes
  useEffect(() => {
    const controller = new AbortController()
    askPlan(written(), controller.signal).then(setPlanned, error => {
      if (!controller.signal.aborted) setPlanned({ problems: [String(error)] })
    })
    return () => controller.abort()
  }, [asked])
  return (
    <Panel title="Plan">
      <p>
        <button type="button" className="panel-button" onClick={() => setAsked(asked + 1)}>
          Plan what is in the editor
        </button>
      </p>
      <div role="status">
        {planned && ('problems' in planned ? <Problems problems={planned.problems} /> : <Plan plan={planned} />)}
      </div>
    </Panel>
  )
}

function Problems({ problems }: { readonly problems: readonly string[] }) {
  return (
    <ul className="plan-problems">
      {problems.map(problem => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  )
}

function Plan({ plan: { least, calls, ifObjects = calls, steps, lists, isCut } }: { readonly plan: QueryPlan }) {
  return (
    <>
      <p>
        <strong>{printMost(ifObjects)}</strong>
        {least > 0 && least !== ifObjects.most && `, at least ${least}`}
        <br />
        <small>
          {!isNumber(ifObjects.formula) && `${ifObjects.formula}. `}
          {ifObjects !== calls && `${printMost(calls)} where an API answers keys. `}
          Nothing has been called.
        </small>
      </p>
      {isCut && <p>It has more places than the gateway looks at.</p>}
      {levelsOf(steps).map(({ members, after }) => (
        <section key={members[0]?.at}>
          <h3>{after.length === 0 ? 'At first' : `After ${after.join(', ')}`}</h3>
          <ul>
            {members.map(step => (
              <li key={step.at}>
                <StepRow step={step} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Lists lists={lists} />
    </>
  )
}

function StepRow({
  step: { source, coordinate, text, feeds, by, keysPerCall, calls, isOptional },
}: {
  readonly step: Step
}) {
  return (
    <div
      className={isOptional ? 'plan-step optional' : 'plan-step'}
      style={{ '--source': colorOf(source) } as CSSProperties}
    >
      <SourceName name={source} /> <span className="plan-coordinate">{coordinate}</span>{' '}
      <span className="plan-calls">{printCalls(calls)}</span>
      <pre>{text}</pre>
      <small>
        for {feeds.join(', ')}
        {by.length > 0 && `, by ${by.join(', ')}`}
        {keysPerCall !== undefined && `, up to ${count(keysPerCall, 'key')} a call`}
        {isOptional && ', where it is needed'}
      </small>
    </div>
  )
}

/** Only the lists that formulas may name. */
function Lists({ lists }: { readonly lists: readonly ListLength[] }) {
  if (lists.length === 0) return null
  return (
    <>
      <h3>Lists</h3>
      <ul>
        {lists.map(({ name, most, by }) => (
          <li key={name}>
            {name}: {most === null ? 'nobody knows how long' : `at most ${most}${by ? `, ${BY.get(by) ?? by}` : ''}`}
          </li>
        ))}
      </ul>
    </>
  )
}

/** What says how long a list is, in words. */
const BY = new Map([
  ['source', 'the source sees to it'],
  ['argument', 'an argument says'],
  ['listSize', '@listSize says'],
])

function printMost({ most }: Bound): string {
  return most === null ? 'As many calls as its lists are long' : `At most ${count(most, 'call')}`
}

/** `×1`, `≤ 3 = ceil(posts / 100)`, `≤ ceil(posts / 100)` */
function printCalls({ formula, most }: Bound): string {
  if (isNumber(formula)) return formula === '1' ? '×1' : `≤ ${formula}`
  return most === null ? `≤ ${formula}` : `≤ ${most} = ${formula}`
}

function isNumber(formula: string): boolean {
  return /^\d+$/.test(formula)
}
