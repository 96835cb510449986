import { FailureWindow } from './failure-window.ts'

export interface CircuitOptions {
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long it stays open before it lets one try through, in milliseconds. */
  readonly pause: number
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number
  readonly onChange: (state: 'open' | 'closed') => void
}

export type Verdict = 'success' | 'failure' | 'undecided'

/** Keeps calls from an upstream that is down. */
export interface Circuit {
  readonly isOpen: boolean
  /** Whether a call would be let through. */
  admits(): boolean
  /** Lets a call through and takes its verdict, once; undefined where it is refused. */
  enter(): ((verdict: Verdict) => void) | undefined
}

/**
 * Open after so many failures in a row, or when half of at least 20 calls in 10 seconds failed. After a pause one call
 * is let through as a probe: its success closes the circuit, its failure opens it again, and where its client leaves
 * before it is decided, the next call is the probe.
 */
export function createCircuit({ failures, pause, now, onChange }: CircuitOptions): Circuit {
  const window = new FailureWindow()
  let inRow = 0
  let openedAt: number | undefined
  let probing = false
  /** Verdicts of calls from before the last change say nothing of the upstream as it is. */
  let era = 0

  const change = (state: 'open' | 'closed') => {
    const isNews = (openedAt === undefined) === (state === 'open')
    openedAt = state === 'open' ? now() : undefined
    era++
    inRow = 0
    window.clear()
    if (isNews) onChange(state)
  }
  const count = (failed: boolean) => {
    inRow = failed ? inRow + 1 : 0
    window.add(now(), failed)
    if (failed && (inRow >= failures || window.isBad())) change('open')
  }
  const admits = () => openedAt === undefined || (!probing && now() - openedAt >= pause)

  return {
    get isOpen() {
      return openedAt !== undefined
    },
    admits,
    enter() {
      if (!admits()) return undefined
      const isProbe = openedAt !== undefined
      const entered = era
      probing = isProbe
      return verdict => {
        if (isProbe) {
          probing = false
          if (verdict !== 'undecided') change(verdict === 'success' ? 'closed' : 'open')
        } else if (entered === era && verdict !== 'undecided') count(verdict === 'failure')
      }
    },
  }
}
