import { join } from 'node:path'
import { buildPackage } from './build-package.ts'

const folder = join(import.meta.dirname, '../dist')
await buildPackage(folder)
console.log(`built ${folder}`)
