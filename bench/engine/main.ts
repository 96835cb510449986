import { parseArgs } from 'node:util'
import { type Measurement, measure } from '../measure.ts'
import { type LoopDelay, measureDelay } from './loop-delay.ts'
import { batchedScenario, plainScenario, type Scenario } from './scenarios.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean' }, milliseconds: { type: 'string', default: '400' } },
})

const scenarios = [
  plainScenario(1_000, { 'graphql-js': 8, 'graphql-jit': 1.3 }),
  plainScenario(1, { 'graphql-js': 1 }),
  batchedScenario(10_000, 10, { 'graphql-js + DataLoader': 10 }),
  batchedScenario(10_000, 10_000, { 'graphql-js + DataLoader': 7 }),
]

const reports = []
for (const scenario of scenarios) {
  await compareAnswers(scenario)
  const measurements = await measure(scenario.contenders, Number(values.milliseconds))
  reports.push({
    scenario: scenario.name,
    measurements: measurements.map(each => report(scenario, measurements, each)),
  })
}
const delays: LoopDelay[] = []
for (const { name, contenders } of [plainScenario(100_000, {}), batchedScenario(100_000, 10, {})])
  if (contenders[0]) delays.push(await measureDelay(name, contenders[0]))

if (values.json) console.log(JSON.stringify({ reports, delays }, null, 2))
else {
  for (const { scenario, measurements } of reports) print(scenario, measurements)
  console.log('\nHow long sluice holds the event loop, in milliseconds')
  console.table(delays)
}

/** Measures only what answers the same bytes. */
async function compareAnswers({ name, contenders }: Scenario): Promise<void> {
  const answers = await Promise.all(contenders.map(async contender => Buffer.from(await contender.run()).toString()))
  if (new Set(answers).size !== 1) throw new Error(`the contenders of "${name}" answer different bytes`)
}

function report({ rows, targets }: Scenario, [first]: readonly Measurement[], measurement: Measurement) {
  const { name, time, cpu, allocated, gc } = measurement
  return {
    name,
    microseconds: time,
    cpuMicroseconds: cpu,
    allocatedBytesPerRow: allocated / rows,
    gcNanosecondsPerRow: (gc * 1_000) / rows,
    ratio: time / (first?.time ?? time),
    target: targets[name],
  }
}

function print(scenario: string, measurements: ReturnType<typeof report>[]): void {
  console.log(`\n${scenario}`)
  console.table(
    Object.fromEntries(
      measurements.map(
        ({ name, microseconds, cpuMicroseconds, allocatedBytesPerRow, gcNanosecondsPerRow, ratio, target }) => [
          name,
          {
            'time (µs)': Math.round(microseconds * 10) / 10,
            'CPU (µs)': Math.round(cpuMicroseconds * 10) / 10,
            'allocated (B/row)': Math.round(allocatedBytesPerRow),
            'GC (ns/row)': Math.round(gcNanosecondsPerRow),
            ratio: Number(ratio.toFixed(2)),
            target: target ?? '',
          },
        ],
      ),
    ),
  )
}
