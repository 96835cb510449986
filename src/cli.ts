#!/usr/bin/env node
import { refuseOldNode } from './command/refuse-old-node.ts'

refuseOldNode()
// Node would open its inspector, which shows everybody on this machine all that the process knows.
process.on('SIGUSR1', () => {})
// Only now, because an old Node can't even parse what this imports.
const { main } = await import('./command/main.ts')
await main(process.argv.slice(2))
