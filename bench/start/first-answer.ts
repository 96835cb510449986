import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { readUse, TELLING, type Use } from './process-end.ts'

/** Starts a gateway, asks it once and ends it. Throws Error where it does not come to that. */
export async function useToFirstAnswer(cli: string, schema: string): Promise<Use> {
  const gateway = spawn(process.execPath, [...TELLING, cli, 'start', schema, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const standardError = text(gateway.stderr)
  const url = await readUrl(gateway.stdout)
  if (url === undefined) throw new Error(`the gateway did not start:\n${await standardError}`)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __typename }' }),
  })
  const body = await answer.text()
  gateway.kill('SIGTERM')
  const use = readUse(await standardError)
  if (body !== '{"data":{"__typename":"Query"}}') throw new Error(`the gateway answered ${body}`)
  return use
}

async function readUrl(output: AsyncIterable<Buffer>): Promise<string | undefined> {
  let said = ''
  for await (const chunk of output) {
    said += chunk
    const url = / at (http:\S+)/.exec(said)?.[1]
    if (url !== undefined) return url
  }
  return undefined
}
