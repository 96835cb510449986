import type { CancelSignal } from './cancel.ts'

/** Waits some milliseconds; false as soon as one of the signals is aborted. */
export function pause(milliseconds: number, signals: readonly CancelSignal[]): Promise<boolean> {
  return new Promise(resolve => {
    const end = (isOver: boolean) => {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', cancel)
      resolve(isOver)
    }
    const cancel = () => end(false)
    const timer = setTimeout(() => end(true), milliseconds)
    if (signals.some(({ aborted }) => aborted)) cancel()
    else for (const signal of signals) signal.addEventListener('abort', cancel, { once: true })
  })
}
