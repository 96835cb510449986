#!/usr/bin/env node
import { refuseOldNode } from './command/refuse-old-node.ts'

refuseOldNode()
// Node would open its inspector, which shows everybody on this machine all that the process knows.
process.on('SIGUSR1', () => {})
// Only now, because an old Node can't even parse what these import.
const { keepCompiled } = await import('./command/keep-compiled.ts')
keepCompiled()
const { main } = await import('./command/main.ts')
await main(process.argv.slice(2))
