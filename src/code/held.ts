/** Told of one call of code that has held the event loop for long, in milliseconds; `name` as it stands in the module. */
export type OnHeld = (name: string, milliseconds: number) => void

/** Milliseconds of the event loop from which on one call is told. */
const LONG = 50

export function tellHeld(onHeld: OnHeld | undefined, name: string, milliseconds: number): void {
  if (milliseconds > LONG) onHeld?.(name, milliseconds)
}
