import { MysqlQueryCompiler, type PrimitiveValueListNode } from 'kysely'
import { placeholderList } from '../statement/placeholder-list.ts'

/** Kysely's, but that it writes the placeholders of a long list at once. */
export class MysqlListCompiler extends MysqlQueryCompiler {
  protected override visitPrimitiveValueList({ values }: PrimitiveValueListNode): void {
    this.append(placeholderList(values.length))
    for (const value of values) this.addParameter(value)
  }
}
