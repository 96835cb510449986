import './try.css'
import { useMemo } from 'react'
import { readPageConfig } from '../page-config.ts'
import { Panel } from '../panel.tsx'
import { count } from '../print.ts'
import { createStore } from '../store.ts'
import { lastOperation } from '../upstream/last-operation.ts'
import { type AnsweredCall, answeredCalls, type CallId, isSameCall } from './answered-call.ts'
import { type Followed, followEach, followPath } from './follow-path.ts'

/** Most characters of an answer that is tried, and of a value that is shown. */
const LONGEST_ANSWER = 1_000_000
const LONGEST_SHOWN = 10_000
/** Most items whose values are shown. */
const MOST_ITEMS = 50

interface Draft {
  /** What the reader has pasted. */
  readonly pasted: string
  /** The call whose answer is tried; undefined for what was pasted. */
  readonly call: CallId | undefined
  readonly select: string
  readonly from: string
}

/** What the reader has written; it stays while the panel is closed. */
const draft = createStore<Draft>({ pasted: '', call: undefined, select: '.', from: '' })

/** A place to try paths of the schema, on the answer of a call of the last operation or on one that the reader brings. */
export function TryPanel() {
  const { pasted, call, select, from } = draft.use()
  const calls = useAnsweredCalls()
  const chosen = calls.findIndex(({ id }) => call && isSameCall(id, call))
  const answer = chosen < 0 ? pasted : (calls[chosen]?.text ?? '')
  const change = (part: Partial<Draft>) => draft.set({ ...draft.value, ...part })
  const parsed = useMemo(() => parse(answer), [answer])
  const selected = parsed && ('problem' in parsed ? parsed : followPath(parsed.value, select))
  const values = selected && 'value' in selected && from !== '' ? followEach(selected.value, from) : undefined
  return (
    <Panel title="Try a path">
      <p>See what a path of your schema finds in an answer. What you paste stays on this page.</p>
      {calls.length > 0 && (
        <CallChoice calls={calls} chosen={chosen} onChoose={at => change({ call: calls[at]?.id })} />
      )}
      <label className="try-label">
        Answer, as JSON
        <textarea
          rows={8}
          spellCheck={false}
          value={answer}
          onChange={event => change({ pasted: event.target.value, call: undefined })}
        />
      </label>
      <label className="try-label">
        <code>select</code>
        <input spellCheck={false} value={select} onChange={event => change({ select: event.target.value })} />
      </label>
      <output aria-label="What select finds">{selected && <Found followed={selected} />}</output>
      <label className="try-label">
        <span>
          <code>by</code>, or <code>from</code> of <code>@map</code>, in each item
        </span>
        <input
          spellCheck={false}
          placeholder="customer.id"
          value={from}
          onChange={event => change({ from: event.target.value })}
        />
      </label>
      <output aria-label="What each item has there">{values && <Values values={values} />}</output>
    </Panel>
  )
}

/** The calls of the last operation, where the gateway shows what they were answered with. */
function useAnsweredCalls(): readonly AnsweredCall[] {
  const trace = lastOperation.use()?.trace
  return useMemo(() => {
    const calls = trace?.calls ?? []
    const areShown = readPageConfig(document).answers || calls.some(({ answer }) => answer)
    return areShown ? answeredCalls(calls) : []
  }, [trace])
}

interface CallChoiceProps {
  readonly calls: readonly AnsweredCall[]
  /** A place among them; -1 for none. */
  readonly chosen: number
  readonly onChoose: (at: number) => void
}

function CallChoice({ calls, chosen, onChoose }: CallChoiceProps) {
  return (
    <>
      <label className="try-label">
        Answer of
        <select value={chosen} onChange={event => onChoose(Number(event.target.value))}>
          <option value={-1}>what is pasted below</option>
          {calls.map(({ label }, at) => (
            <option key={label} value={at}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {calls[chosen]?.notes.map(note => (
        <p key={note} className="try-note">
          {note}
        </p>
      ))}
    </>
  )
}

function parse(text: string): Followed | undefined {
  if (text.trim() === '') return undefined
  if (text.length > LONGEST_ANSWER)
    return { problem: `The answer is too long: ${count(LONGEST_ANSWER, 'character')} at most.` }
  try {
    return { value: JSON.parse(text) }
  } catch (error) {
    return { problem: `This is no JSON: ${error instanceof Error ? error.message : error}` }
  }
}

function Found({ followed }: { readonly followed: Followed }) {
  if ('problem' in followed) return <p className="try-problem">{followed.problem}</p>
  const { value } = followed
  return (
    <>
      {Array.isArray(value) && <small>{count(value.length, 'item')}</small>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys too */}
      <pre tabIndex={0}>{print(value, 2)}</pre>
    </>
  )
}

function Values({ values }: { readonly values: readonly Followed[] }) {
  const shown = values.slice(0, MOST_ITEMS)
  const different = new Set(values.flatMap(each => ('value' in each ? JSON.stringify(each.value) : []))).size
  return (
    <>
      <small>
        {count(values.length, 'item')}, {count(different, 'different value')}
      </small>
      <ol className="try-values">
        {shown.map((each, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an item is known by its place alone
          <li key={at}>
            {'problem' in each ? <span className="try-problem">{each.problem}</span> : <code>{print(each.value)}</code>}
          </li>
        ))}
      </ol>
    </>
  )
}

function print(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, null, indent) ?? 'absent'
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}
