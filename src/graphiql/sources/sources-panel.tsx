import './sources.css'
import { useEffect } from 'react'
import { Panel } from '../panel.tsx'
import { count } from '../print.ts'
import { askReadiness, readiness } from '../readiness.ts'
import { SourceName } from '../source-name.tsx'
import { lastOperation } from '../upstream/last-operation.ts'
import { callsBySource, type SourceCalls } from './source-calls.ts'

/** How the gateway is, in words. */
const STATES = new Map([
  ['starting', 'The gateway is starting, and takes no requests yet.'],
  ['ready', 'The gateway takes requests.'],
  ['draining', 'The gateway is being stopped, and takes no more requests.'],
])

/** How a source is, in words, where it is one that stands for more. */
const STATUSES = new Map([
  ['ok', 'has what the schema asks of it'],
  ['unbound', 'has not been reached: its fields are errors until it is'],
])

/** What the gateway tells of its sources, with what the last operation has found; as it is now, while it is open. */
export function SourcesPanel() {
  const { isGone, state, sources, reloads, workers } = readiness.use()
  const calls = callsBySource(lastOperation.use()?.trace?.calls ?? [])
  useEffect(() => void askReadiness(), [])
  const names = [...new Set([...sources.keys(), ...calls.keys()])].sort()
  return (
    <Panel title="Sources">
      <p>
        {isGone
          ? 'The gateway does not answer.'
          : (STATES.get(state ?? '') ?? 'What stands before the gateway keeps its state (/ready) inside.')}
        {workers && ` ${workers.ready} of ${count(workers.wanted, 'worker')} take requests.`}
        {reloads > 0 && ` Schemas since its start: ${reloads + 1}.`}
      </p>
      <ul className="sources">
        {names.map(name => (
          <li key={name}>
            <SourceName name={name} />
            <Status status={sources.get(name)} />
            <Found calls={calls.get(name)} />
          </li>
        ))}
      </ul>
      <p>
        <small>
          Databases are held against the schema. An API is not asked before an operation needs it: here stands what the
          last one has found, where the gateway tells.
        </small>
      </p>
    </Panel>
  )
}

function Status({ status }: { readonly status: string | undefined }) {
  if (status === undefined) return null
  return (
    <p className={status === 'ok' ? '' : 'failed'}>
      {status === 'ok' ? '✓' : '✕'} {STATUSES.get(status) ?? status}
    </p>
  )
}

function Found({ calls }: { readonly calls: SourceCalls | undefined }) {
  if (calls === undefined) return null
  const { number, errors } = calls
  const failed = errors.size > 0
  return (
    <p className={failed ? 'failed' : ''}>
      {failed
        ? `✕ failed in the last operation: ${[...errors].join(', ')}`
        : `✓ answered ${count(number, 'call')} of the last operation`}
    </p>
  )
}
