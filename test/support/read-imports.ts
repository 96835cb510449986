export interface Import {
  /** As written. */
  readonly specifier: string
  /** `import type` or `export type`. */
  readonly typeOnly: boolean
}

const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[\w$*{},\s]+?\sfrom\s+)?'([^']+)'/gm
const DYNAMIC = /\bimport\(\s*'([^']+)'\s*\)/g
const WORKER = /\bnew URL\(\s*['`](\.[^'`$]*?)(?:\.ts|\$\{[^}]*\})['`]\s*,\s*import\.meta\.url/g

/**
 * The imports of a source file that is formatted as all of ours are: statements begin their line, quotes are single. A
 * source file named by `new URL('./file.ts', import.meta.url)`, as workers are, counts as well; data doesn't.
 */
export function readImports(source: string): Import[] {
  const text = source.replaceAll(/^\s*(\/?\*|\/\/).*$/gm, '')
  return [
    ...[...text.matchAll(STATEMENT)].map(([, type, specifier = '']) => ({ specifier, typeOnly: type !== undefined })),
    ...[...text.matchAll(DYNAMIC)].map(([, specifier = '']) => ({ specifier, typeOnly: false })),
    ...[...text.matchAll(WORKER)].map(([, path = '']) => ({ specifier: `${path}.ts`, typeOnly: false })),
  ]
}
