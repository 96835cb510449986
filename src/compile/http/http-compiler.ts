import type { HttpSourceSettings } from '../../plan/http/http-source-settings.ts'
import type { BoundPlan } from '../../plan/schema-plan.ts'
import type { BindingContext } from '../binding-context.ts'
import type { CompileContext } from '../compile-context.ts'
import type { Homes } from '../home.ts'
import type { ProblemList } from '../problem-list.ts'
import type { BindingCompiler, CompiledBinding } from '../source-kind.ts'
import { ArgumentFields } from './argument-fields.ts'
import { compileHttp } from './compile-http.ts'

/** Arguments that say which page of an API's list is wanted. */
const APPLIED_TO_PAGES: readonly string[] = ['first', 'after']
const BACKWARD = new Map(
  ['last', 'before'].map(name => [
    name,
    { message: 'the pages of an API are read forward only.', suggestion: 'Remove it: first and after go on.' },
  ]),
)

/** Compiles the `@http` directives of one schema. */
export class HttpCompiler implements BindingCompiler {
  readonly #problems: ProblemList
  readonly #fields: ArgumentFields

  constructor(base: CompileContext, homes: Homes) {
    this.#problems = base.problems
    this.#fields = new ArgumentFields(base.definition, homes)
  }

  compileBinding(context: BindingContext, settings: HttpSourceSettings): CompiledBinding {
    const bound = compileHttp(context, settings)
    const isPage = bound?.binding.connection !== undefined
    const fields = this.#fields.of(context.use, context.source)
    return isPage
      ? { bound, argumentFields: fields, applied: APPLIED_TO_PAGES, meaningless: BACKWARD }
      : { bound, argumentFields: fields, applied: [], meaningless: new Map() }
  }

  compileHome(context: BindingContext, settings: HttpSourceSettings): BoundPlan | undefined {
    const { coordinate, report } = context
    const bound = compileHttp(context, settings)
    if (!bound) return undefined
    const { method } = bound.binding
    if (method !== 'GET' && method !== 'POST')
      report(method, `a home is read with GET or POST, not ${method}.`, 'Write GET: "/path?id={$batch.id}", by: "id".')
    if (bound.key.length === 0 && !this.#problems.has(coordinate))
      report(method, 'a home needs its key.', 'Write {$batch.id} and by: "id", or {$this.id}.')
    return bound
  }
}
