import { CONVERTERS } from '../convert/convert.ts'
import type { SqlDialect } from '../dialect.ts'
import { MYSQL_AGGREGATES } from './aggregate.ts'
import { readMysqlCatalog } from './catalog.ts'
import { convertMysqlText } from './charset.ts'
import { classifyMysqlTexts } from './collation.ts'
import { openMysql } from './database.ts'
import { convertMysqlDate, convertMysqlDateTime } from './dates.ts'
import { mysqlJsonValue } from './json-value.ts'
import { MYSQL_SEARCH } from './search.ts'
import { readMysqlStructure } from './structure.ts'
import { mysqlFault, mysqlRaisedText, mysqlSavepointIsGone } from './write-fault.ts'

/** MySQL, MariaDB, and what speaks their protocol. */
export const MYSQL_DIALECT: SqlDialect = {
  quote: '`',
  numbersPlaceholders: false,
  converters: { ...CONVERTERS, text: convertMysqlText, date: convertMysqlDate, datetime: convertMysqlDateTime },
  textType: 'char',
  foldFunction: () => 'lower',
  regexOperator: 'regexp',
  writes: {
    noValues: '() values ()',
    lock: ' for update',
    returning: false,
    readsTarget: false,
    append: 'concat',
    integerOperand: undefined,
    overflowsSilently: false,
  },
  faultOf: mysqlFault,
  raisedText: mysqlRaisedText,
  savepointIsGone: mysqlSavepointIsGone,
  jsonValue: mysqlJsonValue,
  randomFunction: 'rand',
  forgetsCollations: false,
  nullsAreLargest: false,
  comparesRows: false,
  guessesLimits: false,
  readsEachKey: false,
  aggregates: MYSQL_AGGREGATES,
  search: MYSQL_SEARCH,
  open: openMysql,
  readCatalog: readMysqlCatalog,
  readStructure: readMysqlStructure,
  classify: classifyMysqlTexts,
}
