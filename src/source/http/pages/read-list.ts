import { firstPosition } from './page-position.ts'
import { ReadAhead } from './read-ahead.ts'
import { type PagesInput, readPages, refuseTooMany } from './read-pages.ts'

/** All items of a list. Throws SourceError and PositionError. */
export async function readList(input: PagesInput): Promise<readonly unknown[]> {
  const items: unknown[] = []
  const ahead = new ReadAhead(input)
  const reading = { ...input, ask: ahead.ask.bind(ahead) }
  await readPages(reading, firstPosition(input.pages), read => {
    for (const item of read.page.items) items.push(item)
    refuseTooMany(input, Math.max(items.length, read.page.total ?? 0))
    ahead.follow(read)
    return true
  })
  return items
}
