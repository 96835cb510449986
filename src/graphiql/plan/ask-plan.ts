import { tryParseJSONC } from '@graphiql/react'
import { sendOperation } from '../fetch-answer.ts'
import { listOf, objectOf, textOf } from '../json-values.ts'
import { type QueryPlan, readQueryPlan } from './query-plan.ts'

/** Where an operation asks for its plan, and for nothing else: nothing is called. */
const HEADER = 'x-sluice-plan'
const ALONE = '1; dry-run'

/** What stands in the editors. */
export interface Written {
  readonly query: string
  readonly variables: string
  readonly headers: string
  readonly operationName: string | undefined
}

/** A plan, or why there is none. */
export type Planned = QueryPlan | { readonly problems: readonly string[] }

/** Asks the gateway for the plan of what stands in the editors. */
export async function askPlan(written: Written, signal: AbortSignal): Promise<Planned> {
  const { query, operationName } = written
  if (query.trim() === '') return { problems: ['The editor is empty.'] }
  let variables: object | undefined
  let headers: object | undefined
  try {
    variables = readJSON('Variables', written.variables)
    headers = readJSON('Headers', written.headers)
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] }
  }
  const operation = { query, ...(variables && { variables }), ...(operationName && { operationName }) }
  const answer = await sendOperation(operation, { ...(headers as Record<string, string>), [HEADER]: ALONE }, signal)
  return readQueryPlan(answer) ?? { problems: problemsOf(answer) }
}

function readJSON(name: string, text: string): object | undefined {
  try {
    return tryParseJSONC(text)
  } catch (error) {
    throw new Error(`${name} ${error instanceof Error ? error.message : error}`)
  }
}

function problemsOf(answer: object): readonly string[] {
  const messages = listOf(objectOf(answer).errors).flatMap(error => textOf(objectOf(error).message) ?? [])
  return messages.length > 0 ? messages : ['The gateway gave no plan.']
}
