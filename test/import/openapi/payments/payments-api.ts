import { startUpstream, type Upstream, type UpstreamAnswer, type UpstreamRequest } from '../../../support/upstream.ts'

type Row = Readonly<Record<string, unknown>>

/** Beyond 2^53: no number of JavaScript. */
const LARGE = '9007199254740993'
const CREATED = '2026-01-31T10:00:00Z'

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  customers: [
    { id: 'cus_1', created: CREATED, object: 'customer', name: 'Ann', tax_ids: [{ value: 'FI1' }] },
    { id: 'cus_2', created: CREATED, object: 'customer', name: 'Bo', address: { postal_code: '00100', country: null } },
    { id: 'cus_3', created: CREATED, object: 'customer', name: 'Cid' },
  ],
  cards: [{ id: 'car_1', created: CREATED, object: 'card', brand: '3d', customer_id: 'cus_1' }],
  payments: [
    {
      id: 'pay_1',
      customer_id: 'cus_1',
      card: 'car_1',
      status: 'requires_action',
      amount: { amount: LARGE, currency: 'x-test' },
    },
    {
      id: 'pay_2',
      customer_id: 'cus_2',
      card: { id: 'car_9', created: CREATED, object: 'card', brand: 'visa' },
      amount: { amount: 5, currency: 'eur' },
    },
    { id: 'pay_3', customer_id: 'cus_3', card: null, notes: ['a', null], amount: { amount: 5, currency: 'usd' } },
  ].map(row => ({ created: CREATED, object: 'payment', ...row })),
}

/** Serves what the document of the payment service says, to whom has the key. */
export function startPaymentsApi(): Promise<Upstream> {
  return startUpstream(request => {
    const { pathname, searchParams } = new URL(request.url, 'http://host')
    const [, resource = '', id, action] = pathname.split('/')
    if (request.headers['x-pay-key'] !== 'secret') return { status: 401 }
    if (resource === 'balance') return { json: { available: [{ amount: 7, currency: 'eur' }] } }
    if (resource === 'exports') return { status: 202, json: { export: { url: `https://host/x?${request.body}` } } }
    if (resource === 'search') return { json: { hits: [ROWS.customers?.[0], ROWS.payments?.[2]] } }
    const rows = ROWS[resource] ?? []
    if (id === undefined) return request.method === 'GET' ? listOf(rows, searchParams) : created(request)
    const row = rows.find(each => each.id === id)
    if (row === undefined) return { status: 404 }
    if (request.method === 'DELETE') return { status: 204 }
    return { json: { ...row, ...(action === 'capture' ? { captured: true } : {}), ...bodyOf(request) } }
  })
}

function listOf(rows: readonly Row[], parameters: URLSearchParams): UpstreamAnswer {
  const ids = parameters.get('ids')?.split(',')
  const status = parameters.get('status')
  const found = rows.filter(row => (!ids || ids.includes(String(row.id))) && (status === null || row.status === status))
  const limit = Number(parameters.get('limit'))
  if (limit > 2) return { status: 400 }
  const start = found.findIndex(row => row.id === parameters.get('cursor')) + 1
  const data = found.slice(start, start + limit)
  const more = found.length > start + limit
  const text = JSON.stringify({ object: 'list', data, has_more: more, next_cursor: more ? data.at(-1)?.id : null })
  return { body: text.replaceAll(JSON.stringify(LARGE), LARGE) }
}

function created(request: UpstreamRequest): UpstreamAnswer {
  return { status: 201, json: { id: 'new', created: CREATED, object: 'x', ...bodyOf(request) } }
}

function bodyOf({ body }: UpstreamRequest): Row {
  return body === '' ? {} : JSON.parse(body)
}
