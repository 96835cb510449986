import type { BindingSite } from '../binding-site.ts'
import type { Relation } from './relation.ts'

/** The same site, with the names of the related type. */
export function relatedSite(site: BindingSite, { type, to }: Relation): BindingSite {
  return { ...site, returned: type, relatedTable: to.table }
}
