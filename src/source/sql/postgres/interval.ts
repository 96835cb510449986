const INTEGER = String.raw`(-?\d{1,10})`
/** As the server prints it (ISO 8601). */
const ISO_INTERVAL = new RegExp(
  String.raw`^P(?=.)(?:${INTEGER}Y)?(?:${INTEGER}M)?(?:${INTEGER}W)?(?:${INTEGER}D)?(?:T(?=.)(?:${INTEGER}H)?(?:${INTEGER}M)?(?:(-?\d{1,10})(?:\.\d{1,6})?S)?)?$`,
)
const UNIT = '(?:years?|months?|mons?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?)'
const PLAIN_INTERVAL = new RegExp(
  `^(?=.)(?:-?\\d{1,7} ${UNIT}(?: |$))*(?:-?\\d{1,8}:[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,6})?)?)?$`,
)

/** What an `interval` counts in each of its three parts: months and days in 32 bits, microseconds in 64. */
const MOST = 2 ** 31 - 1
/** Less than 2^63 microseconds, so that no fraction reaches it. */
const MOST_SECONDS = 9_223_372_036_854

/** An interval as PostgreSQL prints it, or in its near kin; undefined for one that is too long for the type. */
export function convertInterval(text: string): string | undefined {
  const iso = ISO_INTERVAL.exec(text)
  if (!iso) return PLAIN_INTERVAL.test(text) ? text : undefined
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = iso
    .slice(1)
    .map(part => Number(part ?? 0))
  const fits =
    Math.max(Math.abs(years * 12), Math.abs(months), Math.abs(years * 12 + months)) <= MOST &&
    Math.max(Math.abs(weeks * 7), Math.abs(days), Math.abs(weeks * 7 + days)) <= MOST &&
    [minutes, seconds].every(part => Math.abs(part) <= MOST) &&
    Math.abs(hours * 3600 + minutes * 60 + seconds) <= MOST_SECONDS
  return fits ? text : undefined
}
