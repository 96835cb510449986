import type { Fault, Side } from './link.ts'

/** Whether what is said is passed on, or the connection breaks instead. */
type Verdict = (said: Buffer, by: Side) => boolean

/** Breaks a connection where its judge says so. */
export function cutWhere(newJudge: () => Verdict): Fault {
  return link => {
    const passes = newJudge()
    return (said, by) => (passes(said, by) ? link.forward(said, by) : link.cut())
  }
}

/**
 * Breaks a connection, once, where a client says this: `before` the server hears it, or `after` it has answered, which
 * the client never sees.
 */
export function cutOnce(text: string, when: 'before' | 'after'): Fault {
  let isCut = false
  return cutWhere(() => {
    let cutting = false
    return (said, by) => {
      if (by === 'server') return !cutting
      if (isCut || !said.includes(text)) return true
      isCut = true
      cutting = true
      return when === 'after'
    }
  })
}
