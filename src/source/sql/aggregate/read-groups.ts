import type { SqlGroups } from '../../../plan/sql/sql-groups.ts'
import { emptySlot } from '../../empty-slot.ts'
import { type Soon, whenHere } from '../../soon.ts'
import type { Slot } from '../../source.ts'
import { SourceError } from '../../source-error.ts'
import { readValue } from '../convert/read-value.ts'
import { badUserInput } from '../error.ts'
import type { ReadBatch } from '../row/read-rows.ts'
import type { Row } from '../row/row-class.ts'
import { groupRowsOf, refuseTooManyRows, unmetSlot } from '../row/rows.ts'
import { keyNames } from '../statement/key-names.ts'
import type { GroupedKey } from './group-keys.ts'
import { type PreparedGroups, prepareGroups } from './prepare-groups.ts'
import { runTerms } from './run-terms.ts'

/** The groups of the rows of each key of the batch, in one statement. Throws SourceError. */
export function readGroups(batch: ReadBatch, groups: SqlGroups): Soon<readonly Slot[]> {
  const { input, keys, counter, meet, syntax } = batch
  const { binding } = input.plan
  const { source, maxGroups } = binding
  const prepared = prepareGroups(input, groups, syntax)
  if (!prepared) return keys.map(() => emptySlot(binding, 'unmet_where', counter))
  const { statementOf, computed, limit, testsZone } = prepared
  return runTerms(computed, statementOf, batch).then(how => {
    const { result } = how
    if (testsZone && result.rows.some(row => row.at(-1) === null)) throw unknownZone(source)
    const ofParent = keyNames(binding)
    if (ofParent.length > 0) refuseTooManyRows(result.rows, binding)
    const read = (row: Row) => ({ ...computed.answer([row], how), keys: readKeys(row, prepared) })
    return whenHere(meet(result, ofParent), met => {
      const answers = groupRowsOf(met, result.rows).map(group => {
        const wanted = group.slice(0, limit)
        if (wanted.length > maxGroups) return tooManyGroups(maxGroups, source)
        return wanted.length > 0 ? wanted.map(read) : undefined
      })
      return met.keys.map((group, at) => answers[group] ?? unmetSlot(binding, group, at, { keys, counter }))
    })
  })
}

function readKeys(row: Row, { by, first }: PreparedGroups): Record<string, unknown> {
  const keys: Record<string, unknown> = {}
  for (let at = 0; at < by.length; at++) {
    const { path, column } = by[at] as GroupedKey
    let inner = keys
    for (let depth = 0; depth < path.length - 1; depth++) {
      const name = path[depth] as string
      inner[name] ??= {}
      inner = inner[name] as Record<string, unknown>
    }
    inner[path.at(-1) ?? ''] = readValue(row[first + at] ?? null, column, false)
  }
  return keys
}

function tooManyGroups(maxGroups: number, source: string): SourceError {
  const message = `There are more groups than the source's maxGroups of ${maxGroups}.`
  return new SourceError(message, { reason: 'too_large', source })
}

function unknownZone(source: string): SourceError {
  return badUserInput('The database does not know this time zone: say how far it is from UTC, as "+01:00".', source)
}
