const WIDTH = 30

/** A bar on a terminal; nothing elsewhere. */
export interface Progress extends Disposable {
  /** One more of the steps is done. */
  step(): void
  /** What is being done. */
  show(what: string): void
  /** Leaves the line to others, until the next step. */
  clear(): void
}

export function openProgress(steps: number, output: NodeJS.WriteStream = process.stderr): Progress {
  let done = 0
  let doing = ''
  const start = performance.now()
  const draw = () => {
    if (!output.isTTY) return
    const share = Math.min(1, done / steps)
    const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
    const left = done === 0 ? '' : `, ${timeOf(((performance.now() - start) * (steps - done)) / done)} left`
    output.write(`\r\x1b[K${bar} ${Math.round(share * 100)} %${left}  ${doing}`)
  }
  const clear = () => {
    if (output.isTTY) output.write('\r\x1b[K')
  }
  return {
    step() {
      done++
      draw()
    },
    show(what) {
      doing = what
      draw()
    },
    clear,
    [Symbol.dispose]: clear,
  }
}

function timeOf(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1_000)
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}
