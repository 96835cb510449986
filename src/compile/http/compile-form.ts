import type { HttpForm } from '../../plan/http/http-binding.ts'
import type { BindingContext } from '../binding-context.ts'
import { compileValue, readTemplate } from '../template/compile-template.ts'
import { compileParameters } from './compile-url.ts'

/** Compiles the `form` of an `@http`: an object, one expression for an object, or text as behind the `?` of a URL. */
export function compileForm(context: BindingContext): HttpForm | undefined {
  const { use, report } = context
  const { form } = use.args
  if (form === undefined || form === null) return undefined
  if (typeof form === 'string') {
    const raw = readTemplate(form, 'form', report) ?? []
    const isOne = raw.length === 1 && typeof raw[0] !== 'string'
    if (!isOne) return { kind: 'parameters', parameters: compileParameters(raw, 'form', context) }
  } else if (typeof form !== 'object' || Array.isArray(form))
    report('form', 'a form has names for its values.', 'Write form: { name: "{$args.name}" }.')
  return {
    kind: 'object',
    value: compileValue(form, { argument: 'form', required: false, takes: 'anything' }, context),
  }
}
