/** A header of a request, which `headersOf` reads. */
export const HEADER_ARGUMENT = {
  header: { type: 'string', description: 'A header of the request, as often as needed', valueHint: 'Name: value' },
} as const

/** Every `--header 'Name: value'`: a flag that is there several times has its last value only. Throws Error for what is no header. */
export function headersOf(args: readonly string[]): Record<string, string> {
  const texts = args.flatMap((arg, at) =>
    arg === '--header' ? [args[at + 1] ?? ''] : arg.startsWith('--header=') ? [arg.slice('--header='.length)] : [],
  )
  return Object.fromEntries(
    texts.map(text => {
      const [, name, value] = /^([^:\s]+):\s*(.*)$/s.exec(text) ?? []
      // What is behind the name may be a secret.
      if (name === undefined || value === undefined) throw new Error("Write --header 'Name: value'")
      return [name, value]
    }),
  )
}
