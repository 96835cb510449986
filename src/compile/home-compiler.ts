import type { GraphQLNamedType } from 'graphql'
import { bindingContext } from './binding-context.ts'
import { type CompileContext, chooseSource } from './compile-context.ts'
import type { Home, Homes } from './home.ts'
import { KeyParts } from './key-parts.ts'
import { reporter } from './problem-list.ts'
import { keepOne } from './source-directive.ts'
import type { FindCompiler } from './source-kind.ts'

/** Compiles the directives on types, each once. */
export class HomeCompiler implements Homes {
  readonly #base: CompileContext
  readonly #compilers: FindCompiler
  readonly #homes = new Map<string, Home | undefined>()
  readonly #compiling = new Set<string>()

  constructor(base: CompileContext, compilers: FindCompiler) {
    this.#base = base
    this.#compilers = compilers
  }

  of(typeName: string): Home | undefined {
    if (!this.#homes.has(typeName)) {
      this.#compiling.add(typeName)
      this.#homes.set(typeName, this.#compile(typeName))
      this.#compiling.delete(typeName)
    }
    return this.#homes.get(typeName)
  }

  isCompiling(typeName: string): boolean {
    return this.#compiling.has(typeName)
  }

  isMissing(typeName: string): boolean {
    if (this.of(typeName)) return false
    const { definition, kinds, problems } = this.#base
    return problems.has(typeName) || (definition.directives.get(typeName) ?? []).some(({ name }) => kinds.has(name))
  }

  #compile(typeName: string): Home | undefined {
    const { definition, kinds, names, problems } = this.#base
    const [use, second] = (definition.directives.get(typeName) ?? []).filter(({ name }) => kinds.has(name))
    const kind = use && kinds.get(use.name)
    if (!kind) return undefined
    if (second) reporter(problems, second)(undefined, 'a type has one home.', keepOne(kinds))
    const report = reporter(problems, use)
    if (isRoot(this.#base, definition.schema.getType(typeName))) {
      report(
        undefined,
        `${typeName} is no type of objects that are loaded by a key.`,
        `Put @${use.name} on its fields.`,
      )
      return undefined
    }
    const chosen = chooseSource(this.#base, kind, use, undefined, report)
    if (!chosen) return undefined
    const { settings, certain } = chosen
    const context = bindingContext(this.#base, use, settings, {
      type: undefined,
      args: undefined,
      returned: typeName,
      connection: undefined,
      aggregate: undefined,
      root: undefined,
      keys: new KeyParts(names, typeName),
      certain,
    })
    const bound = this.#compilers(kind.name).compileHome(context, settings)
    return bound && { bound, settings, certain }
  }
}

function isRoot({ definition: { schema } }: CompileContext, type: GraphQLNamedType | undefined): boolean {
  return type !== undefined && (type === schema.getQueryType() || type === schema.getMutationType())
}
