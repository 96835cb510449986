/** A number where it is exact, else the `bigint`. */
export function narrowInteger(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
