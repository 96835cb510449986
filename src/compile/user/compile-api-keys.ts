import { resolve } from 'node:path'
import { isObject } from '../../plan/is-object.ts'
import type { ApiKeys } from '../../plan/user/authorities.ts'
import type { DirectiveUse } from '../../schema/definition.ts'
import { type ProblemList, type Report, reporter } from '../problem-list.ts'
import { type AuthorityFiles, textArgument, tryParse, tryRead } from './authority-files.ts'
import { compileHeaderName } from './compile-header-name.ts'

const USUAL_HEADER = 'x-api-key'
/** Keys of a list. */
const MOST_KEYS = 100_000
const HASH = /^[\da-f]{64}$/i

const EXAMPLE = 'Write [{ "sha256": "…", "sub": "reports", "scope": "orders:read" }].'

/** Compiles `@apiKeys`; reports what is wrong in it, and repeats nothing of the list: it could hold keys. */
export function compileApiKeys(use: DirectiveUse, files: AuthorityFiles, problems: ProblemList): ApiKeys | undefined {
  const report = reporter(problems, use)
  const { args, position } = use
  const header = args.header === undefined ? USUAL_HEADER : compileHeaderName(args.header, 'header', report)
  const [file, keys] = ['file', 'keys'].map(name => textArgument(use, name, files, report))
  if ((args.file === undefined) === (args.keys === undefined)) {
    const message = `keys are in either "file" or "keys", and these are in ${args.file === undefined ? 'neither' : 'both'}.`
    report(undefined, message, 'Write file: "keys.json", or keys: "{$env.API_KEYS}".')
    return undefined
  }
  const argument = args.file === undefined ? 'keys' : 'file'
  const path = file === undefined ? undefined : resolve(files.directoryOf(position.file), file)
  const list = path === undefined ? keys : tryRead(() => files.read(path))
  if (path !== undefined && list === undefined)
    report('file', 'the file can not be read.', 'Write its path from the schema file.')
  if (list === undefined) return undefined
  const said = tryParse(list)
  if (!Array.isArray(said)) report(argument, 'it is no JSON list of keys.', EXAMPLE)
  else if (said.length > MOST_KEYS) report(argument, `there are more than ${MOST_KEYS} keys.`, 'Give out tokens.')
  else checkKeys(said, argument, report)
  return header === undefined ? undefined : { header, list }
}

function checkKeys(list: readonly unknown[], argument: string, report: Report): void {
  const known = new Set<string>()
  for (const [at, key] of list.entries()) {
    const wrong = wrongIn(key, known)
    if (wrong) report(argument, `key ${at + 1} ${wrong.what}.`, wrong.instead)
  }
}

function wrongIn(key: unknown, known: Set<string>): { readonly what: string; readonly instead: string } | undefined {
  if (!isObject(key)) return { what: 'is no object', instead: EXAMPLE }
  const { sha256, sub, exp, nbf } = key
  if (typeof sha256 !== 'string' || !HASH.test(sha256))
    return { what: 'has no "sha256" of 64 hexadecimal digits', instead: 'Make it by: printf %s "$KEY" | sha256sum.' }
  if (typeof sub !== 'string' || sub.trim() === '')
    return { what: 'does not say whose it is', instead: 'Write "sub": "…", which may be that of other keys too.' }
  if ([exp, nbf].some(time => time !== undefined && typeof time !== 'number'))
    return { what: 'has a time that is no number', instead: 'Write "exp" and "nbf" in seconds since 1970.' }
  const hash = sha256.toLowerCase()
  if (known.has(hash)) return { what: 'is there twice', instead: 'Remove one of them.' }
  known.add(hash)
  return undefined
}
