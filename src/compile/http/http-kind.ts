import type { SourceKind } from '../source-kind.ts'
import { compileHttpSource } from './compile-http-source.ts'
import { HttpCompiler } from './http-compiler.ts'
import { shareCalls } from './share-calls.ts'

/** HTTP JSON APIs, by `@http`. */
export const HTTP_KIND: SourceKind = {
  name: 'http',
  called: 'an http',
  example: { source: 'api', option: 'baseURL', address: 'https://host/path' },
  usage: '@http(GET: "/…")',
  insteadOfMap: 'Remove it, or use select: for the path inside the answer.',
  traits: { answersKeys: true, nestsObjects: true, hasNotations: true },
  clientType: 'HttpClient',
  isPaged: ({ args }) => args.pages !== undefined && args.pages !== null,
  unpaged: {
    message: 'nothing says how the API gives pages.',
    suggestion: 'Add pages: { page: "page" } or another style, or define the type as the API answers it.',
  },
  compileSource: compileHttpSource,
  shareCalls,
  createCompiler: (base, homes) => new HttpCompiler(base, homes),
}
