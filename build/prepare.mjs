import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

// What npm runs after the install of a clone, and before it packs one: for `npm pack`, whose `prepack` has built the package,
// or for somebody who installs from git, for whom nothing else is run. Old Nodes must be able to read it.
const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const isPacked = process.env.npm_package_resolved !== undefined
const hasPrepack = ['pack', 'publish'].includes(process.env.npm_command)

if (isPacked && !hasPrepack) run(join(root, 'build/build.ts'))
else if (!isPacked && hasTools()) run(vite(), 'build', 'src/graphiql', '--logLevel', 'warn')

/** An install without what is for development has no tools, and serves no page. */
function hasTools() {
  try {
    return vite() !== undefined
  } catch {
    return false
  }
}

function vite() {
  return join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js')
}

function run(...args) {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
}
