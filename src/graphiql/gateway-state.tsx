import { useGraphiQLActions } from '@graphiql/react'
import { useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

/** How often the page asks how the gateway is, in milliseconds; only while somebody looks at it. */
const INTERVAL = 2_000

/** How the gateway is, as far as it tells. */
interface GatewayState {
  readonly isGone: boolean
  /** Why the schema as it stands now is not served, but a former one. */
  readonly refused?: string
  /** How many other schemas have followed the first one. */
  readonly reloads: number
}

const WELL: GatewayState = { isGone: false, reloads: 0 }

/** Tells that the gateway is gone, or why it does not serve the schema as it stands, over the page; shows the new schema once it does. */
export function GatewayState() {
  const { introspect } = useGraphiQLActions()
  const [state, setState] = useState(WELL)
  const [closed, setClosed] = useState<string>()
  const seen = useRef(WELL)
  useEffect(() => {
    const timer = setInterval(async () => {
      if (document.hidden) return
      const next = await readState()
      const { isGone, reloads } = seen.current
      seen.current = next
      setState(next)
      if (!next.isGone && (isGone || next.reloads !== reloads)) await introspect()
    }, INTERVAL)
    return () => clearInterval(timer)
  }, [introspect])
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

/** A proxy may keep `/ready` inside: then nothing is known, and nothing told. */
async function readState(): Promise<GatewayState> {
  try {
    const response = await fetch(new URL('ready', location.href), { signal: AbortSignal.timeout(10_000) })
    const told = response.headers.get('content-type')?.startsWith('application/json') ? await response.json() : {}
    // It may be JSON of somebody else.
    const { reloads, refused } = told ?? {}
    return {
      isGone: false,
      reloads: typeof reloads === 'number' ? reloads : 0,
      ...(typeof refused === 'string' ? { refused } : {}),
    }
  } catch {
    return { isGone: true, reloads: 0 }
  }
}
