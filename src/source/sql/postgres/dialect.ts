import type { SqlDialect } from '../dialect.ts'
import { POSTGRES_AGGREGATES } from './aggregate.ts'
import { classifyPostgresTexts, readPostgresCatalog } from './catalog.ts'
import { POSTGRES_CONVERTERS } from './converters.ts'
import { openPostgres } from './database.ts'
import { postgresJsonValue } from './json-value.ts'
import { POSTGRES_SEARCH } from './search.ts'
import { readPostgresStructure } from './structure.ts'
import { postgresFault, postgresRaisedText } from './write-fault.ts'

/** PostgreSQL, and what speaks its protocol and has its catalogue. */
export const POSTGRES_DIALECT: SqlDialect = {
  quote: '"',
  numbersPlaceholders: true,
  converters: POSTGRES_CONVERTERS,
  textType: 'text',
  foldFunction: () => 'lower',
  jsonValue: postgresJsonValue,
  randomFunction: 'random',
  forgetsCollations: false,
  nullsAreLargest: true,
  comparesRows: true,
  guessesLimits: true,
  readsEachKey: true,
  regexOperator: '~',
  writes: {
    noValues: 'default values',
    lock: ' for update',
    returning: true,
    readsTarget: true,
    append: '||',
    integerOperand: 'bigint',
    overflowsSilently: false,
  },
  faultOf: postgresFault,
  raisedText: postgresRaisedText,
  aggregates: POSTGRES_AGGREGATES,
  search: POSTGRES_SEARCH,
  open: openPostgres,
  readCatalog: readPostgresCatalog,
  readStructure: readPostgresStructure,
  classify: classifyPostgresTexts,
}
