import { HEADER_NAME, NOT_IN_HEADER_VALUE } from '../plan/http/header-value.ts'
import { knownNames } from '../schema/suggest.ts'
import { ConfigError } from './config-error.ts'

/** One option of a function of the public API. */
export interface OptionRule {
  /** What it takes, as `port takes …` goes on. */
  readonly takes: string
  accepts(value: unknown): boolean
  /** Whether what is given for it must not be shown. */
  readonly secret?: boolean
  /** Whether there is no doing without it. */
  readonly required?: boolean
}

export type OptionRules = Readonly<Record<string, OptionRule>>

export const TEXT: OptionRule = { takes: 'a text', accepts: isText }
export const TEXTS: OptionRule = { takes: 'a list of texts', accepts: value => isListOf(value, isText) }
export const SWITCH: OptionRule = { takes: 'true or false', accepts: value => typeof value === 'boolean' }
export const FUNCTION: OptionRule = { takes: 'a function', accepts: value => typeof value === 'function' }
/** Of HTTP headers (RFC 9110, 5.1 and 5.5). */
export const HEADERS: OptionRule = {
  takes: 'an object of headers such as { authorization: "Bearer …" }',
  accepts: value =>
    isObject(value) &&
    Object.entries(value).every(
      ([name, text]) => HEADER_NAME.test(name) && isText(text) && !NOT_IN_HEADER_VALUE.test(text),
    ),
}
export const HOOKS: OptionRule = { takes: 'an object of hooks such as { onCall: … }', accepts: isObject }
export const ENVIRONMENT: OptionRule = {
  takes: 'an object of texts such as process.env',
  accepts: value => isObject(value) && Object.values(value).every(each => each === undefined || isText(each)),
}

/** A text that is not empty, and can't be left out. */
export function requiredText(takes: string): OptionRule {
  return { takes, accepts: value => isText(value) && value !== '', required: true }
}

/** Options that another door has, and what is said of them. */
interface OtherOptions {
  readonly rules: OptionRules
  readonly remedy: string
}

/**
 * Refuses options that `door` does not have or can't use; one that is undefined counts as absent. Of those that `others` have it says what is
 * to be done. Throws ConfigError.
 */
export function checkOptions(door: string, options: unknown, rules: OptionRules, others?: OtherOptions): void {
  if (!isObject(options)) throw new ConfigError(`${door} takes an object of options, not ${shown(options)}.`)
  const names = Object.keys(rules)
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (!rule) {
      const isOther = others && Object.hasOwn(others.rules, name)
      throw new ConfigError(`${door} has no option "${name}". ${isOther ? others.remedy : knownNames(name, names)}`)
    }
    if (value !== undefined && !rule.accepts(value)) throw wrongValue(name, rule, value)
  }
  const missing = names.find(name => rules[name]?.required && options[name] === undefined)
  if (missing !== undefined)
    throw new ConfigError(`${door} needs the option "${missing}", which takes ${rules[missing]?.takes}.`)
}

/** What is said of a setting that can't be used, whichever way it came. */
export function wrongValue(
  name: string,
  { takes, secret = false }: Pick<OptionRule, 'takes' | 'secret'>,
  value: unknown,
): ConfigError {
  return new ConfigError(`${name} takes ${takes}, not ${secret ? 'what is given, which is not shown' : shown(value)}.`)
}

/** Of an object nothing but its kind: an environment has secrets. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (typeof value === 'function') return 'a function'
  return isObject(value) ? 'this object' : String(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isListOf(value: unknown, accepts: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(accepts)
}
