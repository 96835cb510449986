import { type GraphQLArgument, getNullableType, isInputObjectType, isListType, isNonNullType } from 'graphql'
import type { Random } from './random.ts'
import { inputLiteral, isRequired, MOST_DEPTH, randomInput, unfitInput } from './random-input.ts'

type Input = Pick<GraphQLArgument, 'name' | 'type' | 'default'>

interface Declared {
  readonly type: string
  readonly fallback: string
  /** What a client may send; undefined where it sends nothing. */
  readonly values: readonly unknown[]
}

/** Arguments of an operation, some of them by variables, of which some are missing or null where that is an error. */
export class RandomVariables {
  readonly #random: Random
  readonly #declared = new Map<string, Declared>()

  constructor(random: Random) {
    this.#random = random
  }

  /** `($v1: Int = 3)`, or nothing. */
  get declarations(): string {
    const texts = [...this.#declared].map(([name, { type, fallback }]) => `$${name}: ${type}${fallback}`)
    return texts.length === 0 ? '' : `(${texts.join(', ')})`
  }

  /** What a client sends. */
  values(random: Random): Record<string, unknown> {
    const values = [...this.#declared].map(([name, declared]) => [name, random.pick(declared.values)] as const)
    return Object.fromEntries(values.filter(([, value]) => value !== undefined))
  }

  /** The arguments in parentheses, or nothing. */
  arguments(args: readonly Input[]): string {
    const given = args.filter(arg => isRequired(arg) || this.#random.chance(0.5))
    const texts = given.map(arg => `${arg.name}: ${this.#argument(arg)}`)
    return texts.length === 0 ? '' : `(${texts.join(', ')})`
  }

  /** A directive that lets a selection in or out, or nothing. */
  condition(): string {
    const random = this.#random
    if (!random.chance(0.08)) return ''
    const name = random.pick(['skip', 'include'])
    if (random.chance(0.3)) return ` @${name}(if: ${random.chance(0.5)})`
    return ` @${name}(if: $${random.chance(0.7) ? this.#reused('Boolean!', () => this.#boolean()) : this.#boolean()})`
  }

  #boolean(): string {
    const random = this.#random
    if (random.chance(0.7)) return this.#declare('Boolean!', '', [true, false])
    // A variable that may be null fits because it has a default; a null is an error only when it runs.
    const values = [true, false, undefined, ...random.some([null], 0.3)]
    return this.#declare('Boolean', ` = ${random.chance(0.5)}`, values)
  }

  #argument(input: Input, depth = MOST_DEPTH): string {
    const random = this.#random
    if (random.chance(0.4)) {
      const text = String(input.type)
      return `$${random.chance(0.3) ? this.#reused(text, () => this.#variable(input)) : this.#variable(input)}`
    }
    const nullable = getNullableType(input.type)
    if (isInputObjectType(nullable)) {
      const fields = Object.values(nullable.getFields()).filter(
        field => isRequired(field) || (depth > 0 && random.chance(0.5)),
      )
      return `{ ${fields.map(field => `${field.name}: ${this.#argument(field, depth - 1)}`).join(', ')} }`
    }
    if (isListType(nullable) && random.chance(0.3))
      return `[${this.#argument({ name: '', type: nullable.ofType, default: undefined }, depth)}]`
    return inputLiteral(randomInput(random, input.type), input.type)
  }

  #variable({ type, default: fallback }: Input): string {
    const random = this.#random
    const fit = [randomInput(random, type), randomInput(random, type)]
    if (random.chance(0.03)) return this.#declare(String(type), '', [...fit, unfitInput(type)])
    const nullable = getNullableType(type)
    if (isNonNullType(type)) {
      const values = [...fit, undefined, null]
      if (random.chance(0.5) && fallback !== undefined) return this.#declare(String(nullable), '', values)
      if (random.chance(0.5)) return this.#declare(String(nullable), ` = ${inputLiteral(fit[0], type)}`, values)
      return this.#declare(String(type), '', fit)
    }
    if (random.chance(0.2) && !fit.includes(null)) return this.#declare(`${nullable}!`, '', fit)
    const byDefault = random.chance(0.3) ? ` = ${inputLiteral(randomInput(random, type), type)}` : ''
    return this.#declare(String(type), byDefault, [...fit, undefined])
  }

  /** A variable of exactly this type fits wherever the type is asked for. */
  #reused(type: string, create: () => string): string {
    const known = [...this.#declared].filter(([, each]) => each.type === type).map(([name]) => name)
    return known.length === 0 ? create() : this.#random.pick(known)
  }

  #declare(type: string, fallback: string, values: readonly unknown[]): string {
    const name = `v${this.#declared.size}`
    this.#declared.set(name, { type, fallback, values })
    return name
  }
}
