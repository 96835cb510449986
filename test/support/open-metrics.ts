/** One sample of an exposition. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"(?:,|$)/gy
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: [''],
}

/** Reads the text format of OpenMetrics 1.0, as far as it is used; throws where it is broken. */
export function readOpenMetrics(text: string): readonly Sample[] {
  if (!text.endsWith('\n# EOF\n')) throw new Error('the exposition has no end')
  const samples: Sample[] = []
  const seen = new Set<string>()
  let family = { name: '', type: '' }
  for (const line of text.slice(0, -'\n# EOF\n'.length).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (TYPE|HELP|UNIT) (\S+) (.*)$/.exec(line) ?? []
    if (kind === 'TYPE') {
      if (seen.has(name)) throw new Error(`${name} comes twice`)
      seen.add(name)
      family = { name, type: rest }
    } else if (kind) {
      if (name !== family.name) throw new Error(`${line} stands at ${family.name}`)
      if (kind === 'UNIT' && !name.endsWith(`_${rest}`)) throw new Error(`${name} has not its unit ${rest}`)
    } else samples.push(readSample(line, family))
  }
  for (const each of samples.filter(({ name }) => name.endsWith('_bucket'))) checkBucket(each, samples)
  return samples
}

function readSample(line: string, family: { readonly name: string; readonly type: string }): Sample {
  const [, name = '', inside = '', value = ''] = LINE.exec(line) ?? []
  const suffixes = SUFFIXES[family.type] ?? []
  if (!suffixes.some(suffix => name === family.name + suffix)) throw new Error(`${line} is none of ${family.name}`)
  const found = [...inside.matchAll(LABEL)]
  if (found.map(([all]) => all).join('') !== inside) throw new Error(`the labels of ${line} can not be read`)
  const number = value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value)
  if (Number.isNaN(number)) throw new Error(`${line} has no number`)
  const plain = (text: string) => text.replace(/\\(.)/g, (_, each) => (each === 'n' ? '\n' : each))
  return {
    name,
    labels: Object.fromEntries(found.map(([, key = '', text = '']) => [key, plain(text)])),
    value: number,
  }
}

/** No bucket has more than the next one, and the last as many as there are. */
function checkBucket({ name, labels: { le, ...labels }, value }: Sample, samples: readonly Sample[]): void {
  const same = (other: Sample) =>
    JSON.stringify({ ...other.labels, le: undefined }) === JSON.stringify({ ...labels, le: undefined })
  const bound = Number(le === '+Inf' ? Number.POSITIVE_INFINITY : le)
  const count = samples.find(other => other.name === name.replace(/_bucket$/, '_count') && same(other))?.value
  if (bound === Number.POSITIVE_INFINITY && count !== value) throw new Error(`${name} has not all in its last bucket`)
  const smaller = samples.filter(
    other =>
      other.name === name &&
      same(other) &&
      Number(other.labels.le === '+Inf' ? Number.POSITIVE_INFINITY : other.labels.le) < bound,
  )
  if (smaller.some(other => other.value > value)) throw new Error(`${name} goes back at ${le}`)
}
