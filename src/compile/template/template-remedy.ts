const QUOTED = /'(?:[^'\\]|\\.)*'/gs
const LITERAL_BRACE = '"{{" is a literal brace.'

/** What to write instead of an expression that can't be read; `body` is what stands between its braces. */
export function templateRemedy(body: string): string {
  const code = body.replace(QUOTED, "''").replaceAll('??', '')
  const [, root] = /^\s*(args|this|batch|headers|response|env)\b/.exec(code) ?? []
  if (root !== undefined) return `Write {$${body.trim()}}; ${LITERAL_BRACE}`
  if (/^\s*\$\w/.test(code)) {
    if (code.includes('||')) return "Write a default behind ??, as in {$args.name ?? 'default'}."
    if (code.includes('(')) return `Templates call nothing; a value goes through pipes, as in {$args.name | lower}.`
    if (/[-+*/%<>=!?&]/.test(code))
      return 'Templates calculate and compare nothing. Let the client or the upstream give the value as it is needed; the text of a statement may calculate with {$args.x} in it, and pages: counts through pages.'
  }
  return `Write {$args.name}, {$args.name ?? 'default'} or {$args.names | join ','}; ${LITERAL_BRACE}`
}
