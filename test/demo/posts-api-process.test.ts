import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startPostsApi } from '../../demo/posts-api.ts'

function spawnApi(args: readonly string[], ipc = false): ChildProcess {
  return spawn(process.execPath, ['demo/posts-api.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  })
}

/** All that the process printed, and how it ended. */
async function ending(child: ChildProcess): Promise<{ code: unknown; signal: unknown; out: string; err: string }> {
  if (!child.stdout || !child.stderr) throw new Error('the output of the process is not piped')
  const [[code, signal], out, err] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
  return { code, signal, out, err }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the output of the process is not piped')
  const [line] = await once(createInterface(child.stdout), 'line')
  return line
}

test.each(['SIGTERM', 'SIGINT'] as const)('It prints one line when it listens, and %s ends it', async signal => {
  const child = spawnApi(['--port', '0', '--host', '127.0.0.1'])
  const end = ending(child)
  const line = await firstLine(child)
  const url = /^posts API listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line)?.[1]
  const response = await fetch(`${url}/posts?_limit=1`)
  expect(response.status).toBe(200)
  child.kill(signal)
  expect(await end).toEqual({ code: 0, signal: null, out: `${line}\n`, err: '' })
  await response.body?.cancel()
})

test('It ends when the channel to its parent closes', async () => {
  const child = spawnApi([], true)
  const end = ending(child)
  const line = await firstLine(child)
  child.disconnect()
  expect(await end).toEqual({ code: 0, signal: null, out: `${line}\n`, err: '' })
})

test.each([
  [['--port', 'http'], "posts API: --port must be a number from 0 to 65535, not 'http'"],
  [['--port', '65536'], "posts API: --port must be a number from 0 to 65535, not '65536'"],
  [['--prot', '1'], "posts API: Unknown option '--prot'"],
])('%j is refused in one line', async (args, message) => {
  const { code, out, err } = await ending(spawnApi(args))
  expect([code, out, err.split('\n').length]).toEqual([1, '', 2])
  expect(err).toContain(message)
})

test('A port that is taken is one line and exit code 1', async () => {
  await using api = await startPostsApi()
  const { port } = new URL(api.url)
  expect(await ending(spawnApi(['--port', port]))).toEqual({
    code: 1,
    signal: null,
    out: '',
    err: `posts API: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`,
  })
})
