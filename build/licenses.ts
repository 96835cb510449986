import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licenses of the packages that the files are of, as a text. Throws Error for a package that brings none. */
export function licensesOf(files: readonly string[]): string {
  const packages = new Set(files.map(file => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? file))
  const licenses = [...packages].sort().map(licenseOf)
  return ['Bundled with Sluice are these packages, under their own licenses.', ...new Set(licenses)].join('\n\n---\n\n')
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const [file] = globSync('{LICENSE,LICENCE,license}*', { cwd: folder })
  if (file === undefined && license === undefined) throw new Error(`${name} says nothing of its license`)
  const text = file === undefined ? license : readFileSync(join(folder, file), 'utf8').trim()
  return `${name} ${version}\n\n${text}`
}
