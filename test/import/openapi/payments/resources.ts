export interface Resource {
  /** In the plural: `payments`. */
  readonly path: string
  /** In the singular: `payment`. */
  readonly one: string
  readonly schema: string
  readonly tag: string
  readonly description?: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
  readonly filters?: readonly unknown[]
  readonly actions?: readonly string[]
}

const text = { type: 'string' }
const time = { type: ['string', 'null'], format: 'date-time' }
const money = { $ref: '#/components/schemas/money' }
const flag = { type: 'boolean' }
const key = { type: 'string' }

function resource(
  path: string,
  one: string,
  tag: string,
  more: Omit<Resource, 'path' | 'one' | 'schema' | 'tag'>,
): Resource {
  return { path, one, schema: one, tag, ...more }
}

/** A string is the id of an object that is not expanded. */
function expandable(name: string): unknown {
  return { anyOf: [{ type: 'string' }, { $ref: `#/components/schemas/${name}` }] }
}

function status(...values: string[]): unknown {
  return { type: 'string', enum: values, readOnly: true }
}

export const RESOURCES: readonly Resource[] = [
  resource('customers', 'customer', 'people', {
    description: 'Somebody who pays.',
    required: ['name'],
    properties: {
      name: text,
      email: { type: ['string', 'null'], format: 'email' },
      address: { $ref: '#/components/schemas/address' },
      balance: { type: 'integer' },
      tax_ids: {
        type: 'array',
        items: { type: 'object', required: ['value'], properties: { type: text, value: text } },
      },
      pin: { type: 'string', writeOnly: true },
    },
    filters: [{ name: 'email', in: 'query', schema: text }],
    actions: ['merge'],
  }),
  resource('cards', 'card', 'people', {
    properties: {
      customer_id: key,
      brand: { enum: ['visa', 'master-card', '3d'] },
      last4: text,
      exp_month: { type: 'integer' },
      exp_year: { type: 'integer' },
    },
    actions: ['verify'],
  }),
  resource('payments', 'payment', 'money', {
    required: ['amount'],
    properties: {
      amount: money,
      status: status('requires_action', 'processing', 'succeeded'),
      customer_id: key,
      card: expandable('card'),
      captured: flag,
      fee_rate: { type: 'number' },
      notes: { type: 'array', items: { type: ['string', 'null'] } },
      next_action: {
        oneOf: [
          { type: 'object', properties: { url: text } },
          { type: 'object', properties: { code: text } },
        ],
      },
      raw: {},
    },
    filters: [{ name: 'status', in: 'query', schema: { enum: ['requires_action', 'processing', 'succeeded'] } }],
    actions: ['capture', 'cancel', 'confirm'],
  }),
  resource('refunds', 'refund', 'money', {
    required: ['payment_id'],
    properties: { payment_id: key, amount: money, reason: text },
    actions: ['cancel'],
  }),
  resource('disputes', 'dispute', 'money', {
    properties: {
      payment_id: key,
      evidence: { type: 'object', properties: { text, received_at: time } },
      status: status('open', 'won', 'lost'),
    },
    actions: ['close'],
  }),
  resource('payouts', 'payout', 'money', {
    properties: { amount: money, arrives_on: { type: 'string', format: 'date' } },
    actions: ['cancel', 'reverse'],
  }),
  resource('transfers', 'transfer', 'money', {
    properties: { amount: money, account: expandable('account') },
    actions: ['reverse'],
  }),
  resource('accounts', 'account', 'people', {
    properties: {
      name: text,
      parent_account_id: key,
      manager_id: key,
      capabilities: { type: 'object', additionalProperties: flag },
    },
    actions: ['close'],
  }),
  resource('products', 'product', 'catalog', {
    required: ['name'],
    properties: {
      name: text,
      active: { type: 'boolean', default: true },
      '+1': { type: 'integer' },
      'size-cm': { type: 'number' },
    },
  }),
  resource('prices', 'price', 'catalog', {
    properties: {
      product_id: key,
      unit: money,
      tiers: { type: 'array', items: { type: 'object', properties: { up_to: { type: 'integer' }, unit: money } } },
    },
  }),
  resource('plans', 'plan', 'catalog', {
    properties: {
      product: expandable('product'),
      interval: { enum: ['day', 'month'] },
      trial: { $ref: '#/components/schemas/plan_trial' },
    },
  }),
  resource('plan_trials', 'plan_trial', 'catalog', {
    properties: { days: { type: 'integer', minimum: 0 }, next: { $ref: '#/components/schemas/plan_trial' } },
  }),
  resource('coupons', 'coupon', 'catalog', {
    properties: { percent_off: { type: 'number' }, code: text, redeem_by: time },
  }),
  resource('tax_rates', 'tax_rate', 'catalog', {
    properties: { percentage: { type: 'string', format: 'decimal' }, country: text },
  }),
  resource('subscriptions', 'subscription', 'billing', {
    required: ['customer_id', 'plan_id'],
    properties: {
      customer_id: key,
      plan_id: key,
      coupon_ids: { type: 'array', items: key },
      status: status('active', 'past_due', 'canceled'),
      cancel_at: time,
    },
    actions: ['pause', 'resume'],
  }),
  resource('invoices', 'invoice', 'billing', {
    properties: {
      customer_id: key,
      subscription: expandable('subscription'),
      total: money,
      due_on: { type: 'string', format: 'date' },
      lines: {
        type: 'array',
        items: {
          type: 'object',
          required: ['amount'],
          properties: { amount: money, description: text, price_id: key },
        },
      },
    },
    actions: ['finalize', 'void', 'pay', 'send'],
  }),
  resource('invoice_items', 'invoice_item', 'billing', {
    properties: { invoice_id: key, amount: money, quantity: { type: 'integer' } },
  }),
  resource('credit_notes', 'credit_note', 'billing', {
    properties: { invoice_id: key, amount: money },
    actions: ['void'],
  }),
  resource('events', 'event', 'platform', {
    properties: { type: text, data: { type: 'object' }, request_id: { type: 'string', format: 'uuid' } },
  }),
  resource('webhooks', 'webhook', 'platform', {
    properties: {
      url: { type: 'string', format: 'uri' },
      events: { type: 'array', items: text },
      secret: { type: 'string', writeOnly: true },
    },
    actions: ['test'],
  }),
  resource('files', 'file', 'platform', {
    properties: {
      size: { type: 'integer', format: 'int64' },
      checksum: { type: 'string', format: 'byte' },
      deprecated_url: { type: 'string', deprecated: true },
    },
  }),
  resource('api_keys', 'api_key', 'platform', { properties: { name: text, last_used: time }, actions: ['roll'] }),
]
