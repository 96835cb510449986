import { type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, Kind, visit } from 'graphql'
import { SOURCE_KINDS } from '../kind/source-kinds.ts'
import { argumentOf, bindingOf, innermostName } from './related-fields.ts'

/**
 * Whether something tells how many objects a connection has on all pages: every source but an API whose `pages` don't say
 * where an answer has the `total`.
 */
export function isCounted(connection: string, document: DocumentNode): boolean {
  const bindings: (ConstDirectiveNode | undefined)[] = []
  visit(document, {
    FieldDefinition(field: FieldDefinitionNode) {
      if (innermostName(field.type) === connection) bindings.push(bindingOf(field))
    },
  })
  return bindings.length === 0 || bindings.some(binding => !binding || tellsTotal(binding, document))
}

/** Its own `pages` say so, or, where they say no style, those of a source that it may mean. */
function tellsTotal(binding: ConstDirectiveNode, document: DocumentNode): boolean {
  const kind = binding.name.value
  const { option, styles } = SOURCE_KINDS.get(kind)?.pages ?? {}
  const own = option === undefined ? undefined : argumentOf(binding, option)
  if (option === undefined || own === undefined) return true
  if (fieldOf(own, 'total') || styles?.some(style => fieldOf(own, style))) return fieldOf(own, 'total') !== undefined
  const named = textOf(binding, 'source')
  const sources: ConstDirectiveNode[] = []
  visit(document, {
    Directive(directive) {
      const node = directive as ConstDirectiveNode
      if (node.name.value === 'source' && (named === undefined || textOf(node, 'name') === named)) sources.push(node)
    },
  })
  const ofSources = sources.map(source => fieldOf(argumentOf(source, kind), option))
  return ofSources.some(pages => fieldOf(pages, 'total') !== undefined)
}

function fieldOf(value: ReturnType<typeof argumentOf>, name: string): ReturnType<typeof argumentOf> {
  return value?.kind === Kind.OBJECT ? value.fields.find(field => field.name.value === name)?.value : undefined
}

function textOf(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = argumentOf(directive, name)
  return value?.kind === Kind.STRING ? value.value : undefined
}
