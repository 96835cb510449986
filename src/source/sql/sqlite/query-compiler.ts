import { type PrimitiveValueListNode, SqliteQueryCompiler } from 'kysely'
import { placeholderList } from '../statement/placeholder-list.ts'

/** Kysely's, but that it writes the placeholders of a long list at once. */
export class SqliteListCompiler extends SqliteQueryCompiler {
  protected override visitPrimitiveValueList({ values }: PrimitiveValueListNode): void {
    this.append(placeholderList(values.length))
    for (const value of values) this.addParameter(value)
  }
}
