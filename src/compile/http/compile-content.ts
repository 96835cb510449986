import { getNamedType, getNullableType, isCompositeType, isListType } from 'graphql'
import type { HttpContent } from '../../plan/http/http-binding.ts'
import type { HttpSourceSettings } from '../../plan/http/http-source-settings.ts'
import { HTTP_OPTIONS } from '../../schema/source-options/http-options.ts'
import type { BindingContext } from '../binding-context.ts'

/** What the bodies of a binding's answers are: what it says itself, else its source. Reports what reads inside of a text. */
export function compileContent({ use, report, type }: BindingContext, settings: HttpSourceSettings): HttpContent {
  const content = HTTP_OPTIONS.content.values.find(each => each === use.args.content) ?? settings.content
  if (content !== 'TEXT') return content
  const inside = ['by', 'pages'].find(name => use.args[name] !== undefined && use.args[name] !== null)
  if (inside) report(inside, 'the answer is one text, which has no items.', `Remove ${inside}, or content: TEXT.`)
  const selected = typeof use.args.select === 'string' && !use.args.select.startsWith('$response')
  if (selected)
    report('select', 'the answer is one text, which has nothing inside.', 'Remove select, or content: TEXT.')
  const isObject = type === undefined || isCompositeType(getNamedType(type)) || isListType(getNullableType(type))
  if (isObject) report('content', 'the answer is one text, and objects and lists are none.', 'Return String.')
  return content
}
