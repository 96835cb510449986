import { type Located, lastName } from '../document/documents.ts'

/** What holds named schemas, in a document or in a file of its own: `schemas`, `x-schemas`. */
const HOLDER = /\/(?:[\w-]*schemas|definitions|\$defs|models)\/[^/]+$/

/** That of a component: of what stands right below a list of schemas or the top of a file, or is a whole file. */
export function componentName(located: Located): { name?: string } {
  const { pointer, file } = located
  if (HOLDER.test(pointer) || /^\/[^/]+$/.test(pointer)) return { name: lastName(located) }
  if (pointer === '') return { name: (file.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '') }
  return {}
}
