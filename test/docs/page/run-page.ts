import { mkdir, rename, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { expect } from 'vitest'
import { createDatabase, type Dialect } from '../../support/dialects.ts'
import { freePort } from '../../support/free-port.ts'
import { sharedDoor } from '../../support/shared-server.ts'
import { createTempDirectory } from '../../support/temp-directory.ts'
import { startUpstream } from '../../support/upstream.ts'
import type { MarkdownFile } from '../markdown.ts'
import { comparable, outputPattern } from './output.ts'
import { type PageProcess, startBash } from './process.ts'
import { type Output, readSteps, type Step } from './steps.ts'

const root = join(import.meta.dirname, '../../..')

const DIALECT_OF: Readonly<Record<string, Dialect>> = {
  'sqlite:': 'sqlite',
  'mysql:': 'mariadb',
  'mariadb:': 'mariadb',
  'postgres:': 'postgres',
}

/**
 * Runs the commands of a page, one bash for all of them, in an empty folder; throws at the first that does not print what the page
 * shows. `sluice` is that of the sources. `$CLONE` is this repository, `$OUTSIDE` the folder around that of the page, `$PACKAGE` what `npm pack` makes.
 */
export async function runPage(page: MarkdownFile): Promise<void> {
  await using resources = new AsyncDisposableStack()
  const outside = resources.use(await createTempDirectory()).path
  const cwd = join(outside, 'page')
  await mkdir(cwd)
  const texts = new Texts()
  const environment = await environmentOf(outside, await texts.portOf('4000'))
  const steps = readSteps(page)
  const packs = steps.some(step => step.kind === 'before' && step.script.includes('$PACKAGE'))
  if (packs) environment.PACKAGE = await sharedDoor('/package')
  const shell = resources.use(startBash({ cwd, environment }))
  const terminals = new Map<string, Terminal>()
  const answers = new Map<string, Map<string, string>>()

  const perform = async (step: Step): Promise<void> => {
    switch (step.kind) {
      case 'before':
        return void (await runIn(shell, await texts.of(step.script), 0, INSTALLING))
      case 'stops':
        return await terminals.get(step.name)?.process[Symbol.asyncDispose]()
      case 'database': {
        const dialect = DIALECT_OF[new URL(step.url).protocol]
        if (!dialect) throw new Error(`no database has a URL such as ${step.url}`)
        texts.replace(step.url, resources.use(await createDatabase(dialect, step.content)).url)
        return
      }
      case 'answers': {
        const { origin, pathname, search } = new URL(step.url)
        const known = answers.get(origin) ?? new Map<string, string>()
        known.set(pathname + search, step.content)
        if (answers.has(origin)) return
        answers.set(origin, known)
        const upstream = await startUpstream(({ url }) => {
          const body = known.get(url)
          return body === undefined ? { status: 404, json: { error: 'not found' } } : { body }
        })
        texts.replace(origin, resources.use(upstream).url)
        return
      }
      case 'file': {
        const path = join(cwd, step.name)
        await mkdir(dirname(path), { recursive: true })
        // At once, as editors save it: whoever watches sees no half of it.
        await writeFile(`${path}~`, await texts.of(step.text))
        return await rename(`${path}~`, path)
      }
      case 'command': {
        const printed = await runIn(shell, await texts.of(step.script), step.code)
        if (step.output) await expectWhole(step.output, printed, texts)
        return
      }
      case 'terminal': {
        await terminals.get(step.name)?.process[Symbol.asyncDispose]()
        const process = resources.use(startBash({ cwd, environment }, await texts.of(step.script)))
        terminals.set(step.name, { process, read: 0 })
        return await waitFor(terminals.get(step.name), step.output, texts)
      }
      case 'says':
        return await waitFor(terminals.get(step.name), step.output, texts)
      case 'asks': {
        const response = await fetch(await texts.of(step.url), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: step.query }),
        })
        return await expectWhole(step.output, await response.text(), texts)
      }
    }
  }

  for (const step of steps)
    try {
      await perform(step)
    } catch (error) {
      if (error instanceof Error) error.message = `${step.place}: ${error.message}`
      throw error
    }
}

interface Terminal {
  readonly process: PageProcess
  /** How much of what it has printed the page has shown. */
  read: number
}

/** What stands in a page, as it is here: ports that are free, and the URLs of databases and APIs that are there. */
class Texts {
  readonly #urls: [string, string][] = []
  readonly #ports = new Map<string, string>()

  replace(shown: string, url: string): void {
    this.#urls.push([shown, url])
  }

  async portOf(shown: string): Promise<string> {
    const port = this.#ports.get(shown) ?? String(await freePort())
    this.#ports.set(shown, port)
    return port
  }

  async of(text: string): Promise<string> {
    // First the ports: those of the URLs that are put in are right as they are.
    const parts = text.split(
      new RegExp(`(${['(?!)', ...this.#urls.map(([shown]) => RegExp.escape(shown))].join('|')})`),
    )
    const done = parts.map(async part => {
      const url = this.#urls.find(([shown]) => shown === part)
      return url ? url[1] : await this.#withPorts(part)
    })
    return (await Promise.all(done)).join('')
  }

  async #withPorts(text: string): Promise<string> {
    const parts = text.split(/(?<=\b127\.0\.0\.1:|\blocalhost:|PORT=|--port )(\d{4,5})\b/)
    for (let at = 1; at < parts.length; at += 2) parts[at] = await this.portOf(parts[at] ?? '')
    return parts.join('')
  }
}

/** How npm reaches its registry from here. */
const OF_NPM = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'npm_config_registry']

/** `sluice`, and npx's, are the sources; npm has what it has loaded before. */
async function environmentOf(outside: string, port: string): Promise<Record<string, string>> {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const home = join(outside, 'home')
  const programs = join(outside, 'global/bin')
  await mkdir(home)
  await mkdir(programs, { recursive: true })
  const command = `#!/bin/sh\nexec ${process.execPath} ${join(root, 'src/cli.ts')} "$@"\n`
  await writeFile(join(programs, 'sluice'), command, { mode: 0o755 })
  // Terminals show no progress of what ends at once.
  await writeFile(join(home, '.curlrc'), 'silent\nshow-error\n')
  return {
    PATH: [programs, dirname(process.execPath), PATH].join(delimiter),
    HOME: home,
    NODE_COMPILE_CACHE,
    ...Object.fromEntries(OF_NPM.flatMap(name => (process.env[name] ? [[name, process.env[name]]] : []))),
    NO_COLOR: '1',
    CLONE: root,
    OUTSIDE: outside,
    SLUICE_PORT: port,
    npm_config_prefix: join(outside, 'global'),
    npm_config_userconfig: process.env.npm_config_userconfig ?? join(HOME, '.npmrc'),
    npm_config_cache: process.env.npm_config_cache ?? join(HOME, '.npm'),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  }
}

/** How long that may take which gets ready, as by an install of packages. */
const INSTALLING = 300_000

/** Around the exit code of a block; no command prints it. */
const END = '\u001E'
const ENDED = new RegExp(`^([^]*?)${END}(\\d+)${END}`)

/** Runs commands to their end, and answers what they print. Throws Error where they exit with another code. */
async function runIn(shell: PageProcess, script: string, code: number, patience?: number): Promise<string> {
  const from = shell.text.length
  // One that fails is the last one of its block. Where that is meant so, the next block goes on.
  const group = code === 0 ? `set -e; { ${script}\n} </dev/null` : `set +e; ( set -e; ${script}\n) </dev/null`
  shell.send(`${group}; printf '\\036%s\\036' $?\n`)
  const [, printed = '', ended = ''] = await shell.printed(ENDED, from, script, patience)
  if (Number(ended) !== code) throw new Error(`exit code ${ended}, not ${code}: ${script}\n${printed}`)
  return printed
}

async function expectWhole(output: Output, printed: string, texts: Texts): Promise<void> {
  const expected = { ...output, text: await texts.of(output.text) }
  const all = comparable(expected, printed)
  if (output.isJson || !outputPattern(expected, true).test(`${all}\n`))
    expect(all).toBe(comparable(expected, expected.text))
}

/** Waits until a terminal has printed the next lines. */
async function waitFor(terminal: Terminal | undefined, output: Output, texts: Texts): Promise<void> {
  if (!terminal) throw new Error('no terminal of this name runs anything')
  const text = await texts.of(output.text)
  const [match] = await terminal.process.printed(outputPattern({ ...output, text }, false), terminal.read, text)
  terminal.read += match.length
}
