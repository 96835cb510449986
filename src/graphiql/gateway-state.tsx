import { useGraphiQLActions } from '@graphiql/react'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { askReadiness, readiness } from './readiness.ts'

/** How often the page asks how the gateway is, in milliseconds; only while somebody looks at it. */
const INTERVAL = 2_000

/** Tells that the gateway is gone, or why it does not serve the schema as it stands, over the page; shows the new schema once it does. */
export function GatewayState() {
  const { introspect } = useGraphiQLActions()
  const state = readiness.use()
  const [closed, setClosed] = useState<string>()
  const seen = useRef(state)
  useEffect(() => {
    const timer = setInterval(() => document.hidden || askReadiness(), INTERVAL)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    const { isGone, reloads } = seen.current
    seen.current = state
    if (!state.isGone && (isGone || state.reloads !== reloads)) introspect()
  }, [state, introspect])
  const { isGone, refused } = state
  if (isGone)
    return over(
      <p role="alert" className="gateway-state">
        The gateway does not answer. Once it does again, this goes away.
      </p>,
    )
  if (refused === undefined || refused === closed) return null
  return over(
    <div role="alert" className="gateway-state">
      <h2>The schema has mistakes. The former one is served.</h2>
      <pre>{refused}</pre>
      <button type="button" onClick={() => setClosed(refused)}>
        Close
      </button>
    </div>,
  )
}

function over(content: React.ReactNode) {
  return createPortal(content, document.body)
}
