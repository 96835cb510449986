import { CONVERTERS } from '../convert/convert.ts'
import { convertSqliteDateTime } from '../convert/date-time.ts'
import { convertNumeric } from '../convert/decimal.ts'
import { convertFloatWith } from '../convert/float.ts'
import { convertText } from '../convert/text.ts'
import type { SqlDialect } from '../dialect.ts'
import { SQLITE_AGGREGATES } from './aggregate.ts'
import { readSqliteCatalog } from './catalog.ts'
import { openSqlite } from './database.ts'
import { sqliteFoldFunction } from './fold.ts'
import { sqliteJsonValue } from './json-value.ts'
import { SQLITE_SEARCH } from './search.ts'
import { sqliteForms } from './stored-forms.ts'
import { readSqliteStructure } from './structure.ts'
import { sqliteFault, sqliteRaisedText } from './write-fault.ts'

/** A SQLite file, read through node:sqlite. It has no date types: a column of that name holds any text,
 * compared as text. */
export const SQLITE_DIALECT: SqlDialect = {
  quote: '"',
  numbersPlaceholders: false,
  converters: {
    ...CONVERTERS,
    decimal: value => (String(value) === 'NaN' ? undefined : convertNumeric(value)),
    float: convertFloatWith({ nan: false }),
    date: convertText,
    time: convertText,
    datetime: convertSqliteDateTime,
    forms: sqliteForms,
  },
  textType: 'text',
  foldFunction: sqliteFoldFunction,
  regexOperator: 'regexp',
  writes: {
    noValues: 'default values',
    lock: '',
    returning: true,
    readsTarget: true,
    append: '||',
    integerOperand: undefined,
    overflowsSilently: true,
  },
  faultOf: sqliteFault,
  raisedText: sqliteRaisedText,
  jsonValue: sqliteJsonValue,
  randomFunction: 'random',
  forgetsCollations: true,
  nullsAreLargest: false,
  comparesRows: true,
  guessesLimits: false,
  readsEachKey: false,
  aggregates: SQLITE_AGGREGATES,
  search: SQLITE_SEARCH,
  open: openSqlite,
  readCatalog: readSqliteCatalog,
  readStructure: readSqliteStructure,
}
