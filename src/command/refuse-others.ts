/** Refuses flags that mean something only elsewhere: nothing that is written is passed over. Throws Error. */
export function refuseOthers(
  kind: string,
  args: Readonly<Record<string, unknown>>,
  flags: readonly string[],
  all: readonly string[],
): void {
  const foreign = all.find(flag => args[flag] !== undefined && !flags.includes(flag))
  if (foreign !== undefined)
    throw new Error(`--${foreign} says nothing to "sluice import ${kind}". See: sluice import --help`)
}
