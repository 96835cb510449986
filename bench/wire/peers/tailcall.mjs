import { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpackUnstable } from '../../../test/support/unstable-package.ts'

/**
 * Tailcall is a program of its own, which takes the place of this process: nothing else is measured. It is built for a C library
 * that is newer than that of Debian's stable branch.
 */
const { PORT, SCHEMA } = process.env
const { resolve } = createRequire(import.meta.url)
const program = resolve(`@tailcallhq/core-linux-${process.arch}-gnu/bin/tailcall`)
const { loader } = await unpackUnstable('libc', 'libc6')
const config = join(mkdtempSync(join(tmpdir(), 'tailcall-')), 'config.yaml')
writeFileSync(
  config,
  `
server: { hostname: 127.0.0.1, port: ${PORT}, workers: 1 }
upstream: { allowedHeaders: [authorization], batch: { delay: 1, maxSize: 1000 } }
links:
  - src: ${join(import.meta.dirname, 'tailcall', `${SCHEMA}.graphql`)}
`,
)
process.execve(loader[0], [...loader, program, 'start', config], { ...process.env, TC_TRACKER: 'false' })
