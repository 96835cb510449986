import type { HttpPages } from '../../../plan/http/http-pages.ts'
import { decodeCursor, encodeCursor, fingerprintOf } from '../../cursor-text.ts'
import { printJson } from '../../json.ts'
import { type Cursor, readCursor } from './page.ts'
import type { PagePosition } from './page-position.ts'

/** Most characters of an upstream's cursor that a client may send back. */
const MOST_CHARACTERS = 4_096

/** What tells cursors of one list from those of others: the field, and the style of its pages. */
export function listFingerprint(coordinate: string, { style, size }: HttpPages): string {
  return fingerprintOf([coordinate, style, size])
}

/** A position as opaque text. */
export function positionCursor(fingerprint: string, { at, size, skip, before }: PagePosition): string {
  return encodeCursor(fingerprint, [at ?? null, size ?? null, skip, before])
}

/** The position of a cursor; undefined for a text that is no cursor of this list: a client can make one up. */
export function readPositionCursor(
  fingerprint: string,
  { style, size, max }: HttpPages,
  cursor: string,
): PagePosition | undefined {
  const values = decodeCursor(fingerprint, cursor)
  if (values?.length !== 4) return undefined
  const [at, asked, skip, before] = values
  const isNumber = style.kind === 'page' || style.kind === 'offset'
  // The first page of a cursor has none.
  const isPlace = isNumber ? isNatural(at) : at === null || isCursor(at)
  const hasSize = asked === null || (size !== undefined && isNatural(asked) && asked >= 1 && asked <= max)
  if (!isPlace || !hasSize || !isNatural(skip) || !isNatural(before)) return undefined
  return { at: at === null ? undefined : (at as Cursor), size: asked ?? undefined, skip, before }
}

function isNatural(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isCursor(value: unknown): boolean {
  if (Array.isArray(value)) return readCursor(value) !== undefined && (printJson(value) ?? '').length <= MOST_CHARACTERS
  const text = typeof value === 'bigint' || Number.isFinite(value) ? String(value) : value
  return typeof text === 'string' && text !== '' && text.length <= MOST_CHARACTERS && text.isWellFormed()
}
