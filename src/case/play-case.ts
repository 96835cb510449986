import { createConfig } from '../config/create-config.ts'
import { checkOptions } from '../config/options.ts'
import { SETTINGS } from '../config/settings.ts'
import { openGateway } from '../gateway.ts'
import { createLog } from '../observe/log.ts'
import type { Case } from './case.ts'
import type { Dialect } from './dialects.ts'
import { indentJson } from './json-text.ts'
import { expectedStatements } from './kept-database.ts'
import { mostCalls } from './most-calls.ts'
import { postOperation } from './post-operation.ts'
import { expectedCalls } from './scripted-upstream.ts'
import { type CaseHost, type Stage, setStage } from './stage.ts'

/** What of a case was seen, or is expected to be. */
export interface Seen {
  /** Status and body of each answer. */
  readonly answers: readonly string[]
  /** The most calls of each operation, where the document says them. */
  readonly bounds: readonly (string | undefined)[]
  /** A line a call with how often it was made. */
  readonly calls: readonly string[]
  /** What each source of `## statements` was sent, sorted. */
  readonly statements: readonly (readonly string[])[]
  /** The texts of `## log` that no line has. */
  readonly notInLog: readonly string[]
  /** What was wrong with the schema; undefined where the gateway has started. */
  readonly problems: string | undefined
}

export interface PlayedCase {
  readonly expected: Seen
  readonly seen: Seen
}

/**
 * Plays a case document on a gateway: starts what it names, and sends its queries. Throws ConfigError for a configuration that
 * can't be used, and Error where the document names what the host does not have.
 */
export async function playCase(document: Case, dialect: Dialect | undefined, host: CaseHost): Promise<PlayedCase> {
  await using stage = await setStage(document, dialect, host)
  checkOptions('## config', document.config, SETTINGS)
  const log: string[] = []
  const { answers, bounds, problems } = await answersOf(document, stage, line => log.push(line))
  const lines = log.map(line => JSON.stringify(JSON.parse(line)))
  return {
    expected: expectedOf(document, dialect),
    seen: {
      ...seenOf(document, stage, log, answers),
      bounds,
      notInLog: document.log.filter(text => !lines.some(line => hasInOrder(line, text.split(' … ')))),
      problems,
    },
  }
}

/** All that a document says is seen. */
export function expectedOf(document: Case, dialect: Dialect | undefined): Seen {
  return {
    answers: document.operations.map(({ status, answer }) => `${status} ${indentJson(answer)}`),
    bounds: document.operations.map(({ bound }) => bound),
    calls: [...document.upstreams.flatMap(expectedCalls), ...document.kept.flatMap(expectedStatements)],
    statements: document.statements.map(({ sql }) => [...sql[dialect ?? 'sqlite']].sort()),
    notInLog: [],
    problems: document.problems,
  }
}

/** What upstreams and databases have seen; `log` is the lines of level debug. */
export function seenOf(
  document: Case,
  { upstreams, kept }: Stage,
  log: readonly string[],
  answers: readonly string[],
): Pick<Seen, 'answers' | 'calls' | 'statements'> {
  const facts = log.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>)
  return {
    answers,
    calls: [...upstreams, ...kept].flatMap(upstream => upstream.calls()),
    statements: document.statements.map(({ name }) => statementsOf(facts, name)),
  }
}

async function answersOf(
  document: Case,
  { options, wires }: Stage,
  write: (line: string) => void,
): Promise<Pick<Seen, 'answers' | 'bounds' | 'problems'>> {
  const config = createConfig({ port: 0, logLevel: 'debug', ...options })
  const answers: string[] = []
  const bounds: (string | undefined)[] = []
  try {
    // Once it is closed, everything has been logged.
    await using gateway = await openGateway(config, { log: createLog(config.logLevel, write), wires })
    for (const operation of document.operations) {
      const { status, text } = await postOperation(gateway.url, operation)
      answers.push(`${status} ${indented(text)}`)
      bounds.push(operation.bound === undefined ? undefined : await mostCalls(config, operation))
    }
  } catch (error) {
    if (!(error instanceof Error && 'problems' in error)) throw error
    return { answers, bounds, problems: problemsText(error) }
  }
  return { answers, bounds, problems: undefined }
}

/** What the gateway says as it refuses to start, with the files of a document by their names only. */
function problemsText({ message }: Error): string {
  return message.replaceAll(/^\S*(schema\.graphql|resolvers\.ts):/gm, '$1:').trimEnd()
}

function indented(text: string): string {
  try {
    return indentJson(text)
  } catch {
    return text
  }
}

function hasInOrder(line: string, texts: readonly string[]): boolean {
  let from = 0
  for (const text of texts) {
    const at = line.indexOf(text, from)
    if (at === -1) return false
    from = at + text.length
  }
  return true
}

/** Concurrent statements arrive in any order. */
function statementsOf(log: readonly Readonly<Record<string, unknown>>[], source: string): string[] {
  const calls = log.filter(line => line.source === source && typeof line.text === 'string')
  return calls.map(line => String(line.text)).sort()
}
