const BOOLEANS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [1, true],
  [1n, true],
  ['1', true],
  ['true', true],
  [false, false],
  [0, false],
  [0n, false],
  ['0', false],
  ['false', false],
])

/** A flag, or another number of a TINYINT(1). */
export function convertBoolean(value: unknown): boolean | number | undefined {
  const flag = BOOLEANS.get(value)
  if (flag !== undefined) return flag
  const isNumber = typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
  const number = isNumber && /^-?[1-9]\d{0,2}$/.test(String(value)) ? Number(value) : Number.NaN
  return number >= -128 && number <= 127 ? number : undefined
}
