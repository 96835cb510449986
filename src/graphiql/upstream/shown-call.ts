import { createStore } from '../store.ts'
import { lastOperation } from './last-operation.ts'

export const VIEWS = ['Waterfall', 'Table'] as const

/** How the calls are shown. */
export const view = createStore<(typeof VIEWS)[number]>('Waterfall')

/** Selects a call among the bars, or none. */
export function selectCall(selected: number | undefined): void {
  const { value } = lastOperation
  if (value) lastOperation.set({ ...value, selected })
}

/** Shows a call by its bar. */
export function showCall(at: number | undefined): void {
  view.set('Waterfall')
  selectCall(at)
}
