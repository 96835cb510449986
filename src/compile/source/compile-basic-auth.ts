import type { NamedTemplate } from '../../plan/http/http-binding.ts'
import { startupText } from '../template/startup-text.ts'
import type { SourceOptions } from './source-options.ts'

/** Compiles `basicAuth: { user: "…", password: "…" }` to the header that it is sent as (RFC 7617, 2). */
export function compileBasicAuth({ kind, values, context }: SourceOptions): NamedTemplate | undefined {
  const { basicAuth } = values
  if (typeof basicAuth !== 'object' || basicAuth === null) return undefined
  const said = basicAuth as Readonly<Record<string, unknown>>
  const textOf = (name: string) => startupText(said[name], `${kind}.basicAuth.${name}`, `"${name}"`, context)
  const [user, password] = [textOf('user'), textOf('password')]
  if (user === undefined || password === undefined) return undefined
  if (user.includes(':'))
    context.report(`${kind}.basicAuth.user`, 'the user has a ":", which ends a user.', 'Write it without one.')
  return { name: 'authorization', value: [`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`] }
}
