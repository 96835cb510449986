import { describe, expect, test } from 'vitest'
import { ANYBODY } from '../../src/plan/anybody.ts'
import type { CallContext } from '../../src/source/call-context.ts'
import type { CallPlace, CallRecord } from '../../src/source/call-record.ts'
import type { EmptyCounts } from '../../src/source/empty-slot.ts'
import type { Source } from '../../src/source/source.ts'
import { SourceError } from '../../src/source/source-error.ts'
import type { Key, SourcePlan } from '../../src/source/source-plan.ts'
import { callContext } from '../support/call-context.ts'
import { boundSubject, httpSubject, ITEMS, pooledSubject, sqlSubject } from './contract-subjects.ts'

/** What every kind of source promises, whatever it is that answers. */
const SUBJECTS = {
  'an HTTP API': { name: 'api', start: httpSubject },
  'SQL on SQLite': { name: 'db', start: () => sqlSubject('sqlite') },
  'SQL on MariaDB': { name: 'db', start: () => sqlSubject('mariadb') },
  'SQL on PostgreSQL': { name: 'db', start: () => sqlSubject('postgres') },
  'SQL on PostgreSQL behind a pooler': { name: 'db', start: pooledSubject },
  'a database that is bound on demand': { name: 'db', start: boundSubject },
}

const [ONE, TWO, THREE] = ITEMS

/** The slots, with errors as what a client sees of them, and the records of the calls and of what needed none. */
async function load(source: Source, plan: SourcePlan, keys: readonly Key[], said: Partial<CallContext> = {}) {
  const records: CallRecord[] = []
  const unasked: unknown[] = []
  const observer = {
    onCall: (record: CallRecord) => void records.push(record),
    onUnasked: ({ source, coordinate }: CallPlace, nulls: EmptyCounts) =>
      void unasked.push({ source, coordinate, nulls }),
  }
  const slots = await source.load(plan, keys, callContext({ observer, ...said }))
  return { slots: slots.map(plain), records, unasked }
}

function plain(slot: unknown): unknown {
  if (!(slot instanceof SourceError)) return slot
  const { code, reason, source } = slot
  return { code, source, ...(reason && { reason }) }
}

for (const [title, { name, start }] of Object.entries(SUBJECTS)) {
  const shape = { code: 'RESPONSE_VALIDATION_FAILED', source: name, reason: 'wrong_shape' }
  const late = (reason: string) => ({ code: 'GATEWAY_TIMEOUT', source: name, reason })
  const cancelled = { code: 'INTERNAL_SERVER_ERROR', source: name }

  describe(`The contract of sources, held by ${title}`, () => {
    test('There is one slot per key in key order, whatever the order of the answer and however often a key comes', async () => {
      await using subject = await start()
      await using source = await subject.open()
      expect((await load(source, subject.one, [[3], ['1'], [99], [1], [3n]])).slots).toEqual([
        THREE,
        ONE,
        null,
        ONE,
        THREE,
      ])
      expect((await load(source, subject.many, [['even'], ['none'], ['odd']])).slots).toEqual([[TWO], [], [ONE, THREE]])
    })

    test('Without keys there are no slots and no call', async () => {
      await using subject = await start()
      await using source = await subject.open()
      expect(await load(source, subject.one, [])).toEqual({ slots: [], records: [], unasked: [] })
    })

    test('A bad key costs only its own slot, and alone it makes no call', async () => {
      await using subject = await start()
      await using source = await subject.open()
      const { key } = subject.bad
      const slot = subject.bad.slot === null ? null : { ...shape, ...subject.bad.slot }
      expect((await load(source, subject.one, [[1], key, [2], [null]])).slots).toEqual([ONE, slot, TWO, null])
      const unasked = slot === null ? [{ source: name, coordinate: 'Query.item', nulls: { unfit_key: 1 } }] : []
      expect(await load(source, subject.one, [key])).toEqual({ slots: [slot], records: [], unasked })
    })

    test('Several answers to a key that takes one cost only its own slot', async () => {
      await using subject = await start()
      await using source = await subject.open()
      expect((await load(source, subject.several, [['even'], ['odd'], ['none']])).slots).toEqual([TWO, shape, null])
    })

    test('Every call is recorded once with its try and how many of its keys have no answer, also one that fails', async () => {
      await using subject = await start()
      await using source = await subject.open()
      const facts = {
        source: name,
        coordinate: 'Query.item',
        text: expect.any(String),
        joined: false,
        cached: false,
        refusedByCircuit: false,
      }
      const answered = (await load(source, subject.one, [[1], [2], [99]])).records
      expect(answered).toMatchObject([
        { ...facts, keys: 3, nulls: { [subject.missing]: 1 }, tries: [{ error: undefined }], error: undefined },
      ])
      const refused = (await load(source, subject.refused, [[]])).records
      const { error } = refused[0] ?? {}
      expect(error).toBeInstanceOf(SourceError)
      const { code, reason = code } = error as SourceError
      expect(refused).toMatchObject([{ ...facts, keys: 1, tries: [{ error: reason }] }])
      for (const { start, duration, queued, tries } of [...answered, ...refused])
        for (const each of tries) {
          expect(each.start).toBeGreaterThanOrEqual(start)
          expect(each.start + each.duration).toBeLessThanOrEqual(start + duration)
          expect(queued).toBeLessThanOrEqual(duration)
        }
    })

    test('A call that fails is the error of every key that it was for', async () => {
      await using subject = await start()
      await using source = await subject.open()
      const { slots } = await load(source, subject.refused, [[]])
      expect(slots).toEqual([{ code: 'DOWNSTREAM_SERVICE_ERROR', source: name, reason: expect.any(String) }])
    })

    test('What is aborted ends at once, and what was aborted before makes no call', async () => {
      await using subject = await start()
      await using source = await subject.open()
      const client = new AbortController()
      const waiting = load(source, subject.endless, [[]], { signal: client.signal })
      client.abort(new Error('gone'))
      expect((await waiting).slots).toEqual([cancelled])
      const { signal } = client
      expect(await load(source, subject.one, [[1], [2]], { signal })).toEqual({
        slots: [cancelled, cancelled],
        records: [],
        unasked: [],
      })
    })

    test("The request's deadline ends a call, and one that has passed makes none", async () => {
      await using subject = await start()
      await using source = await subject.open()
      const soon = performance.now() + 50
      expect((await load(source, subject.endless, [[]], { deadline: soon })).slots).toEqual([late('deadline')])
      expect(await load(source, subject.one, [[1], [2]], { deadline: soon })).toEqual({
        slots: [late('deadline'), late('deadline')],
        records: [],
        unasked: [],
      })
    })

    test("The source's timeout ends a call, and the next one is not the worse for it", async () => {
      await using subject = await start()
      // As long as a start takes here several times over: the next one may have to wait for another start. An odd number has no whole half.
      await using first = await subject.open()
      const begun = performance.now()
      expect((await load(first, subject.one, [[1]])).slots).toEqual([ONE])
      await using source = await subject.open(Math.max(1_001, Math.ceil(5 * (performance.now() - begun))))
      // Whatever takes time to start is there before time counts, also for the call beside the endless one.
      await Promise.all([load(source, subject.one, [[1]]), load(source, subject.one, [[1]])])
      expect((await load(source, subject.endless, [[]])).slots).toEqual([late('timeout')])
      expect((await load(source, subject.one, [[1]])).slots).toEqual([ONE])
    })

    test('Closing ends the calls under way; a closed source answers with errors and never throws', async () => {
      await using subject = await start()
      const source = await subject.open()
      const waiting = load(source, subject.endless, [[]])
      await source[Symbol.asyncDispose]()
      const failed = { code: 'DOWNSTREAM_SERVICE_ERROR', source: name, reason: expect.any(String) }
      expect((await waiting).slots).toEqual([failed])
      expect((await load(source, subject.one, [[1], [2]])).slots).toEqual([failed, failed])
      await source[Symbol.asyncDispose]()
    })

    test('A call is described without being made', async () => {
      await using subject = await start()
      await using source = await subject.open()
      await source[Symbol.asyncDispose]()
      expect(source.describe(subject.one, { keys: 2, hasArgs: true, client: ANYBODY })).toMatchObject({
        text: expect.stringMatching(/id|items/),
        callsEach: 1,
        maxItems: undefined,
      })
    })
  })
}
