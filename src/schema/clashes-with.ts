import { type DocumentNode, GraphQLError, parse, print, Source } from 'graphql'
import { coordinateAround, sourceCoordinate, sourceName } from './coordinate.ts'
import { clashes, joinDocuments } from './join-documents.ts'
import type { SchemaText } from './load-schema.ts'
import type { SchemaClash } from './schema-clash.ts'
import { schemaDirectives } from './schema-nodes.ts'

/** What keeps a text from being one schema with the other files, by file. What is no GraphQL clashes with nothing. */
export function clashesWith(text: SchemaText, others: readonly SchemaText[]): readonly SchemaClash[] {
  const own = tryParse(text)
  return others.flatMap(other => {
    const document = own && tryParse(other)
    if (!document) return []
    const joined = joinDocuments([document, own])
    const types = clashes(joined).flatMap(({ node }) => (node ? [coordinateAround(joined, node)] : []))
    const coordinates = [...clashingSources(document, own), ...types]
    return coordinates.length === 0 ? [] : [{ file: other.file, coordinates }]
  })
}

/** The sources of one name that are not alike. */
function clashingSources(one: DocumentNode, other: DocumentNode): string[] {
  const known = sourcesOf(one)
  return [...sourcesOf(other)].flatMap(([name, text]) => {
    const former = known.get(name)
    return former === undefined || former === text ? [] : [sourceCoordinate(name)]
  })
}

function sourcesOf(document: DocumentNode): ReadonlyMap<string, string> {
  const entries = schemaDirectives(document, 'source').flatMap((directive): [string, string][] => {
    const name = sourceName(directive)
    return name === undefined ? [] : [[name, print(directive)]]
  })
  return new Map(entries)
}

function tryParse({ text, file }: SchemaText): DocumentNode | undefined {
  try {
    return parse(new Source(text, file))
  } catch (error) {
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}
