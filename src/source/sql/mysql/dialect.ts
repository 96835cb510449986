import { MysqlAdapter, MysqlIntrospector } from 'kysely'
import { CONVERTERS } from '../convert/convert.ts'
import type { SqlDialect } from '../dialect.ts'
import { statementBuilder } from '../statement/statement-builder.ts'
import { readMysqlCatalog } from './catalog.ts'
import { convertMysqlText } from './charset.ts'
import { classifyMysqlTexts } from './collation.ts'
import { openMysql } from './database.ts'
import { convertMysqlDate, convertMysqlDateTime } from './dates.ts'
import { MysqlListCompiler } from './query-compiler.ts'
import { readMysqlStructure } from './structure.ts'
import { mysqlFault, mysqlRaisedText } from './write-fault.ts'

/** MySQL, MariaDB, and what speaks their protocol. */
export const MYSQL_DIALECT: SqlDialect = {
  builder: statementBuilder({
    createAdapter: () => new MysqlAdapter(),
    createIntrospector: builder => new MysqlIntrospector(builder),
    createQueryCompiler: () => new MysqlListCompiler(),
  }),
  converters: { ...CONVERTERS, text: convertMysqlText, date: convertMysqlDate, datetime: convertMysqlDateTime },
  textType: 'char',
  writes: { noValues: '() values ()', lock: ' for update', returning: false, readsTarget: false },
  faultOf: mysqlFault,
  raisedText: mysqlRaisedText,
  nullsAreLargest: false,
  guessesLimits: false,
  open: openMysql,
  readCatalog: readMysqlCatalog,
  readStructure: readMysqlStructure,
  classify: classifyMysqlTexts,
}
