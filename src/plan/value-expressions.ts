import type { Expression, ValueTemplate } from './template.ts'

/** Every `{$…}` at any depth of the value. */
export function valueExpressions(value: ValueTemplate): readonly Expression[] {
  switch (value.kind) {
    case 'literal':
      return []
    case 'template':
      return value.template.filter(part => typeof part !== 'string')
    case 'list':
      return value.items.flatMap(valueExpressions)
    case 'object':
      return value.fields.flatMap(([, field]) => valueExpressions(field))
  }
}
