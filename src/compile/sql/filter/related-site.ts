import type { BindingContext } from '../../binding-site.ts'
import type { Relation } from './relation.ts'

/** The same site, with the names of the related type. */
export function relatedSite(site: BindingContext, { type, to }: Relation): BindingContext {
  return { ...site, returned: type, relatedTable: to.table }
}
