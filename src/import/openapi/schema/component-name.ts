import { type Located, lastName } from '../document/documents.ts'

/** That of a component: of what stands right below a `schemas`, or is a whole file. */
export function componentName(located: Located): { name?: string } {
  const { pointer, file } = located
  if (/\/(schemas|definitions|\$defs)\/[^/]+$/.test(pointer)) return { name: lastName(located) }
  if (pointer === '') return { name: (file.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '') }
  return {}
}
