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

/** Whether the value is the same for all requests. */
export function isConstant(value: ValueTemplate | undefined): boolean {
  return value !== undefined && valueExpressions(value).length === 0
}
