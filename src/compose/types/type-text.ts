/** The text of a type of TypeScript with these properties. */
export function objectText(properties: readonly string[]): string {
  if (properties.length === 0) return 'object'
  const lines = properties.flatMap(each => each.split('\n')).map(line => `  ${line}`)
  return `{\n${lines.join('\n')}\n}`
}

/** A property, which may be left out. */
export function property(name: string, type: string, isOptional: boolean): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)
  return `readonly ${key}${isOptional ? '?' : ''}: ${type}`
}
