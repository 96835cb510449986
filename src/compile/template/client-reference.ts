import { printPath } from '../../plan/path.ts'
import type { Reference } from '../../plan/template.ts'
import type { Report } from '../problem-list.ts'
import type { RawExpression } from './parse-template.ts'
import { ANYTHING, kindBehind, TEXT } from './value-kind.ts'

type Raw = Pick<RawExpression, 'path' | 'pipes'>

/** What to do where nothing says who the user is. */
export const DECLARE_ISSUER = 'Write extend schema @jwt(issuer: "https://…", audience: "…", jwks: "https://…").'

/** A header of the client's request. */
export function headerReference({ path, pipes }: Raw, argument: string, report: Report): Reference | undefined {
  const [only] = path
  kindBehind(TEXT, pipes, `$headers.${printPath(path)}`, argument, report)
  if (path.length === 1 && only?.kind === 'property') return { root: 'headers', name: only.name.toLowerCase() }
  report(argument, '$headers needs the name of one header behind it.', 'Write {$headers.x-name}.')
  return undefined
}

/** A claim of the user's token; what it holds is known with the token only. */
export function claimReference({ path, pipes }: Raw, argument: string, report: Report): Reference | undefined {
  const [first, ...rest] = path
  kindBehind(ANYTHING, pipes, `$jwt.${printPath(path)}`, argument, report)
  if (first?.kind === 'property') return { root: 'jwt', claim: first.name, path: rest }
  report(argument, '$jwt needs the name of a claim behind it.', 'Write {$jwt.sub}.')
  return undefined
}
