const FLOAT = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i

export function convertFloat(value: unknown): number | undefined {
  const float = readFloat(value)
  // There is one zero: -0 + 0 is 0.
  return float !== undefined && Number.isFinite(float) ? float + 0 : undefined
}

function readFloat(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return BigInt(Number(value)) === value ? Number(value) : undefined
  return typeof value === 'string' && FLOAT.test(value) ? Number(value) : undefined
}
