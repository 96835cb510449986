import type { DirectiveUse } from '../../schema/definition.ts'

const METHODS = ['GET', 'POST'] as const
const KEY = /\{\s*\$(?:this|batch)\.(\w+)\s*\}/

/**
 * The field of the returned type that an argument is a value of, by the argument's name: where a binding asks what the home of the
 * type asks, with the argument in the place of the key.
 */
export function argumentFields(binding: DirectiveUse, home: DirectiveUse | undefined): ReadonlyMap<string, string> {
  for (const method of METHODS) {
    const [asked, atHome] = [binding.args[method], home?.args[method]]
    if (typeof asked !== 'string' || typeof atHome !== 'string') continue
    const [key, name] = KEY.exec(atHome) ?? []
    const [argument, argumentName] = /\{\s*\$args\.(\w+)\s*\}/.exec(asked) ?? []
    if (key === undefined || name === undefined || argument === undefined || argumentName === undefined) continue
    if (asked.replace(argument, key) === atHome) return new Map([[argumentName, name]])
  }
  return new Map()
}
