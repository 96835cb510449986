import { readFileSync } from 'node:fs'

interface PackageInfo {
  readonly version: string
  readonly engines: { readonly node: string }
}

/** What `package.json` says, beside the sources as beside the built files. */
export function readPackageInfo(): PackageInfo {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
}
