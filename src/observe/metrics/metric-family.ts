/** One metric with all its series, as plain data that processes send each other. */
export interface MetricFamily {
  readonly name: string
  readonly help: string
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary'
  readonly unit?: 'seconds' | 'bytes'
  /** What several processes are together: the sum of theirs, or the worst. */
  readonly together: 'sum' | 'worst'
  readonly samples: readonly MetricSample[]
}

interface MetricSample {
  /** What stands behind the metric's name: `_total`, `_bucket`. */
  readonly suffix: string
  /** As they are printed, without the braces. */
  readonly labels: string
  readonly value: number
}

export type Labels = Readonly<Record<string, string>>

/** What stands for all values of a label beyond as many as are kept, as in the conventions of OpenTelemetry. */
export const OTHER = '_OTHER'

/** Labels as they are printed (OpenMetrics 1.0, Escaping). */
export function printLabels(labels: Labels): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, escaped)}"`)
    .join()
}

function escaped(character: string): string {
  return character === '\n' ? '\\n' : `\\${character}`
}

/** What several processes tell, as one. */
export function mergeFamilies(told: readonly (readonly MetricFamily[])[]): readonly MetricFamily[] {
  const merged = new Map<string, { family: MetricFamily; samples: Map<string, MetricSample> }>()
  for (const family of told.flat()) {
    const known = merged.get(family.name) ?? { family, samples: new Map<string, MetricSample>() }
    merged.set(family.name, known)
    for (const sample of family.samples) {
      const id = `${sample.suffix}{${sample.labels}`
      const other = known.samples.get(id)?.value
      const value =
        other === undefined
          ? sample.value
          : family.together === 'sum'
            ? other + sample.value
            : Math.max(other, sample.value)
      known.samples.set(id, { ...sample, value })
    }
  }
  return Array.from(merged.values(), ({ family, samples }) => ({ ...family, samples: [...samples.values()] }))
}

/** The text that scrapers read (OpenMetrics 1.0, Text format). */
export function printFamilies(families: readonly MetricFamily[]): string {
  const lines = families.flatMap(({ name, help, type, unit, samples }) => [
    `# TYPE ${name} ${type}`,
    ...(unit ? [`# UNIT ${name} ${unit}`] : []),
    `# HELP ${name} ${help}`,
    ...samples.map(({ suffix, labels, value }) => `${name}${suffix}${labels && `{${labels}}`} ${printNumber(value)}`),
  ])
  return `${lines.join('\n')}\n# EOF\n`
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}
