import {
  buildASTSchema,
  concatAST,
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isEnumType,
  parse,
  Source,
  validateInputLiteral,
  validateSchema,
  visit,
} from 'graphql'
import { validateSDL } from 'graphql/validation/validate.js'
import type { DirectiveUse, SchemaDefinition } from './definition.ts'
import { directiveDefinitions, isOwnTypeName, OWN_DIRECTIVES } from './directives.ts'
import type { Position, Problem } from './problem.ts'
import { positionOf, readDirectives } from './read-directives.ts'

export interface LoadedSchema {
  /** Absent where the problems leave nothing to go on with. */
  readonly definition: SchemaDefinition | undefined
  readonly problems: readonly Problem[]
}

/**
 * Reads a schema file's text: its syntax, GraphQL's own rules for type systems (specification, chapter 3), and the types
 * of the directives' arguments. What the directives mean is compiled from the definition afterwards.
 */
export function loadSchema(text: string, file: string): LoadedSchema {
  const parsed = parseText(text, file)
  if (parsed instanceof GraphQLError) return failed([parsed], file, undefined)
  const document = concatAST([directiveDefinitions, parsed])
  const sdlErrors = [...validateSDL(document), ...validateDirectiveArguments(parsed)]
  if (sdlErrors.length > 0) return failed(sdlErrors, file, parsed)
  const schema = buildASTSchema(withoutOwnDirectives(parsed), { assumeValidSDL: true })
  const typeErrors = [...validateSchema(schema), ...refuseSubscriptions(schema), ...refuseOwnNames(schema)]
  if (typeErrors.length > 0) return failed(typeErrors, file, parsed)
  const found = readDirectives(parsed, file)
  mapEnumValues(schema, found.directives)
  return { definition: { file, schema, ...found }, problems: [] }
}

function parseText(text: string, file: string): DocumentNode | GraphQLError {
  try {
    return parse(new Source(text, file))
  } catch (error) {
    if (error instanceof GraphQLError) return error
    throw error
  }
}

function failed(errors: readonly GraphQLError[], file: string, document: DocumentNode | undefined): LoadedSchema {
  const problems = errors.map(error => ({
    ...positionOfError(error, file),
    coordinate: document ? coordinateAround(document, error) : '',
    message: error.message,
    severity: 'error' as const,
  }))
  return { definition: undefined, problems }
}

function positionOfError(error: GraphQLError, file: string): Position {
  const node = error.nodes?.find(({ loc }) => loc?.source.name === file) ?? error.nodes?.[0]
  if (node) return positionOf(node.loc, file)
  const [location] = error.locations ?? []
  return { file, line: location?.line ?? 1, column: location?.column ?? 1 }
}

function coordinateAround(document: DocumentNode, error: GraphQLError): string {
  const at = error.nodes?.[0]?.loc?.start ?? -1
  const contains = ({ loc }: { loc?: { start: number; end: number } | undefined }) =>
    loc !== undefined && loc.start <= at && at < loc.end
  const definition = document.definitions.find(contains)
  if (!definition || !('name' in definition) || !definition.name) return ''
  const members = 'fields' in definition ? (definition.fields ?? []) : []
  const member = members.find(contains)
  return member ? `${definition.name.value}.${member.name.value}` : definition.name.value
}

const directiveSchema = buildASTSchema(directiveDefinitions, { assumeValid: true })

function validateDirectiveArguments(document: DocumentNode): GraphQLError[] {
  const errors: GraphQLError[] = []
  const check = (node: DirectiveNode) => {
    for (const argument of node.arguments ?? []) {
      const type = directiveSchema
        .getDirective(node.name.value)
        ?.args.find(({ name }) => name === argument.name.value)?.type
      if (type) validateInputLiteral(argument.value, type, error => errors.push(error))
    }
  }
  visit(document, { Directive: node => void (OWN_DIRECTIVES.has(node.name.value) && check(node)) })
  return errors
}

function withoutOwnDirectives(document: DocumentNode): DocumentNode {
  return visit(document, { Directive: node => (OWN_DIRECTIVES.has(node.name.value) ? null : undefined) })
}

function refuseSubscriptions(schema: GraphQLSchema): GraphQLError[] {
  const type = schema.getSubscriptionType()
  if (!type) return []
  return [new GraphQLError('Subscriptions are not supported. Remove the type.', { nodes: type.astNode ?? null })]
}

function refuseOwnNames(schema: GraphQLSchema): GraphQLError[] {
  return Object.values(schema.getTypeMap())
    .filter(type => isOwnTypeName(type.name))
    .map(
      type =>
        new GraphQLError(`The name ${type.name} is Sluice's own. Choose another.`, { nodes: type.astNode ?? null }),
    )
}

/** Lets each enum value with an `@map` stand for its upstream value, in both directions. */
function mapEnumValues(schema: GraphQLSchema, directives: ReadonlyMap<string, readonly DirectiveUse[]>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type)) continue
    for (const value of type.getValues()) {
      const map = directives.get(`${type.name}.${value.name}`)?.find(({ name }) => name === 'map')
      if (map) value.value = map.args.from
    }
  }
}
