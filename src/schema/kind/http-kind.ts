import { Kind } from 'graphql'
import { nodesOf } from '../nodes-of.ts'
import { CACHE_OPTIONS, HTTP_OPTIONS } from '../source-options/http-options.ts'
import { inputOf } from '../source-options/print-options.ts'
import type { SourceKind } from './source-kind.ts'

/** HTTP JSON APIs. */
export const HTTP_KIND: SourceKind = {
  input: 'sluice_Http',
  options: HTTP_OPTIONS,
  pages: { option: 'pages', styles: ['page', 'offset', 'cursor', 'next', 'link'] },
  keyOf: home => [...new Set(nodesOf(home, Kind.STRING).flatMap(({ value }) => keysIn(value)))],
  instead: {
    home: '@http(GET: "/…/{$this.id}") at the type',
    join: '@http(GET: "/…/{$this.id}") at the field',
    field: '@http(GET: "/…") at the field, below the baseURL of its @source',
    cache: 'cache: {} in the http of @source',
    source: '@source(name: "…", http: { baseURL: "…" }) at extend schema',
  },
  definitions: /* GraphQL */ `
    directive @http(
      source: String
      GET: String
      POST: String
      PUT: String
      PATCH: String
      DELETE: String
      headers: [String!]
      body: sluice_Value
      form: sluice_Value
      with: sluice_Value
      select: String
      by: sluice_Value
      maxBatch: Int
      pages: sluice_Pages
      error: sluice_Error
      accept: [Int!]
      content: sluice_Content
    ) on FIELD_DEFINITION | OBJECT

    ${inputOf('sluice_Cache', CACHE_OPTIONS)}
    input sluice_BasicAuth {
      user: String!
      password: String!
    }

    input sluice_OAuth {
      tokenURL: String!
      clientId: String!
      clientSecret: String!
      scope: String
      audience: String
      auth: sluice_ClientAuth
    }

    enum sluice_ClientAuth { BASIC BODY }

    input sluice_Error {
      when: String
      unless: String
      message: String
      code: String
    }

    input sluice_Pages {
      page: String
      start: Int
      offset: String
      cursor: String
      from: String
      item: String
      next: String
      link: Boolean
      size: String
      max: Int
      hasMore: String
      total: String
      maxItems: Int
      maxPages: Int
    }
  `,
}

/** The names behind `$this` and `$batch` in a text; the whole of an object's key, `{$batch}`, is one of them. */
function keysIn(text: string): readonly string[] {
  return [...text.matchAll(/\{\s*\$(?:this|batch)(?:\.([^\s{}|?]+))?/g)].map(([, name = '']) => name)
}
