import { canAnswer } from '../../../schema/scalar/scalars.ts'

/** Formats of texts (the OpenAPI Format Registry, and JSON Schema's own) that a scalar stands for. */
export const TEXT_FORMATS: ReadonlyMap<string, string> = new Map([
  ['date-time', 'DateTime'],
  ['date', 'Date'],
  ['time', 'Time'],
  ['uuid', 'UUID'],
  ['byte', 'Base64'],
  ['decimal', 'Decimal'],
])

/** Whether a value is of a format, as far as a scalar stands for that: many a document shows values that are not. */
export function isOfFormat(value: unknown, format: string): boolean {
  return typeof value !== 'string' || canAnswer(TEXT_FORMATS.get(format) ?? '', value)
}
