import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createUsersDatabase } from './users-database.ts'

export interface Demo extends AsyncDisposable {
  /** Value for `POSTS_URL`. */
  readonly postsUrl: string
  /** Value for `DATABASE_URL`: `sqlite:` and an absolute path, as it is, without percent-encoding. */
  readonly databaseUrl: string
}

/**
 * What the repo's `schema.graphql` needs: the posts API, as a process of its own that ends with this one, and the
 * SQLite file of users, made if it is missing. Rejects if either can't be had. If the API dies later, stderr says so
 * in one line.
 */
export async function startDemo(): Promise<Demo> {
  const databasePath = join(import.meta.dirname, 'users.db')
  if (!existsSync(databasePath)) await createUsersDatabase(databasePath)
  const api = spawn(process.execPath, [join(import.meta.dirname, `posts-api${extname(import.meta.filename)}`)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    // In a group of its own: Ctrl-C in a terminal is for the gateway, which still needs the API while it drains.
    detached: true,
  })
  const postsUrl = await readUrl(api)
  let disposed = false
  api.once('close', (code, signal) => {
    if (!disposed) process.stderr.write(`demo: the posts API has ended (${signal ?? `exit code ${code}`})\n`)
  })
  return {
    postsUrl,
    databaseUrl: `sqlite:${databasePath}`,
    [Symbol.asyncDispose]: async () => {
      disposed = true
      if (api.exitCode !== null || api.signalCode !== null) return
      api.kill('SIGTERM')
      await once(api, 'exit')
    },
  }
}

/** The URL in the line that the API prints when it listens. */
function readUrl(api: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    api.once('error', cause => reject(new Error('the demo can not start its posts API', { cause })))
    // Not `exit`, which may come before the last output has been read.
    api.once('close', (code, signal) =>
      reject(new Error(`the demo's posts API ended before it listened (${signal ?? `exit code ${code}`})`)),
    )
    if (!api.stdout) return
    createInterface(api.stdout).on('line', line => {
      const url = /^posts API listening on (\S+)$/.exec(line)?.[1]
      if (url) resolve(url)
    })
  })
}
