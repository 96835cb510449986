/** What an index of `export { a, type B } from` names. */
export function exportedNames(index: string): { readonly values: string[]; readonly types: string[] } {
  const names = [...index.matchAll(/^export (type )?\{([^}]*)\}/gm)].flatMap(([, type, list = '']) =>
    list
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '')
      .map(name => (type ? `type ${name}` : name)),
  )
  return {
    values: names.filter(name => !name.startsWith('type ')).sort(),
    types: names.flatMap(name => (name.startsWith('type ') ? name.slice('type '.length) : [])).sort(),
  }
}
