import { answerRows } from './answer-rows.ts'

process.stdout.write(await answerRows())
