import { readFile } from 'node:fs/promises'
import { generateBurst, generateRate } from './generate-load.ts'
import type { Body, Load } from './load.ts'

/** A process of its own: takes a Load as its argument, and prints a LoadResult. */
const { url, sharing, shape, seconds, bodiesPath, answerPath }: Load = JSON.parse(process.argv[2] ?? '')
const bodies: Body[] = JSON.parse(await readFile(bodiesPath, 'utf8'))
if (shape.kind === 'closed') throw new Error('closed loops are for wrk')
const result =
  shape.kind === 'rate'
    ? await generateRate({ url, sharing, bodies }, shape, seconds * shape.stretch)
    : await generateBurst({ url, sharing, bodies }, shape, seconds, await readFile(answerPath))
console.log(JSON.stringify(result))
