import { replaceFile } from '../compose/replace-file.ts'
import type { SchemaText } from '../schema/load-schema.ts'
import { type FileKind, readTexts } from '../schema/read-files.ts'
import type { Case } from './case.ts'
import { openSqlite } from './open-sqlite.ts'
import { parseCase } from './parse-case.ts'
import { type PlayedCase, playCase } from './play-case.ts'
import type { CaseHost } from './stage.ts'
import { tellDifference } from './tell-difference.ts'

/** What became of a case. */
export interface TestedCase {
  readonly file: string
  /** Absent for a document that can't be read. */
  readonly title: string | undefined
  readonly outcome: 'passed' | 'updated' | 'failed'
  /** What is otherwise than the case says. */
  readonly lines: readonly string[]
}

export interface TestOptions extends Pick<CaseHost, 'schemaPath' | 'resolvers'> {
  /** Whether answers that are otherwise are written into their documents. */
  readonly update: boolean
}

const CASE_FILES: FileKind = {
  called: 'cases',
  ending: /(?<!^README)\.md$/,
  endings: '.md',
  remedy: 'Give the path of a case, or of a folder of cases: sluice test cases/',
}

/** Plays the cases of files and folders, one after the other. Throws SchemaFileError for paths that lead to none. */
export async function* testCases(paths: readonly string[], options: TestOptions): AsyncGenerator<TestedCase> {
  for (const text of await readTexts(paths, CASE_FILES)) yield await testCase(text, options)
}

async function testCase({ file, text }: SchemaText, { update, ...given }: TestOptions): Promise<TestedCase> {
  let title: string | undefined
  try {
    const document = parseCase(text)
    title = document.title
    const played = await playCase(document, undefined, {
      ...given,
      openDatabase: openSqlite,
      writeResolvers: refuseCode,
    })
    const lines = tellDifference(played.seen, played.expected)
    if (lines.length === 0) return { file, title, outcome: 'passed', lines }
    const updated = update ? withAnswers(text, document, played) : text
    if (updated === text) return { file, title, outcome: 'failed', lines }
    await replaceFile(file, updated)
    const left = tellDifference(played.seen, { ...played.expected, answers: played.seen.answers })
    return { file, title, outcome: left.length === 0 ? 'updated' : 'failed', lines: left }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { file, title, outcome: 'failed', lines: message.split('\n').map(line => `  ${line}`) }
  }
}

/** The document with the answers that were seen, where their statuses are as it says. */
function withAnswers(text: string, { operations }: Case, { seen }: PlayedCase): string {
  const lines = text.split('\n')
  // From the last one: those before it stay where they are.
  for (const [at, { status, answer, answerLine }] of [...operations.entries()].reverse()) {
    const [, found, body] = /^(\d+) (.*)$/s.exec(seen.answers[at] ?? '') ?? []
    if (body === undefined || Number(found) !== status || !/^[[{]/.test(body)) continue
    lines.splice(answerLine, answer.split('\n').length, ...body.split('\n'))
  }
  return lines.join('\n')
}

async function refuseCode(): Promise<never> {
  throw new Error('"## resolvers" can not be run here: leave "## schema" out, and give both to the command')
}
