import { RESOURCES, type Resource } from './resources.ts'

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } })
const form = (schema: unknown) => ({ content: { 'application/x-www-form-urlencoded': { schema } } })
const component = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` })
const ids = { type: 'array', items: { type: 'string' } }

/** A page tells whether there are more; all of them are of this form. */
function page({ schema }: Resource): unknown {
  return {
    type: 'object',
    required: ['object', 'data', 'has_more'],
    properties: {
      object: { type: 'string', enum: ['list'] },
      data: { type: 'array', items: component(schema) },
      has_more: { type: 'boolean', description: 'Whether there are more after these.' },
      next_cursor: { type: ['string', 'null'] },
    },
  }
}

function listOf(resource: Resource): unknown {
  return {
    operationId: `${resource.path.replaceAll('/', '_')}.list`,
    summary: `All ${resource.path.replaceAll('_', ' ')}`,
    tags: [resource.tag],
    parameters: [
      { name: 'ids', in: 'query', description: 'Only these.', explode: false, schema: ids },
      parameter('limit'),
      parameter('cursor'),
      { name: 'created', in: 'query', style: 'deepObject', schema: component('range') },
      ...(resource.filters ?? []),
    ],
    responses: { 200: json(page(resource)), 401: { $ref: '#/components/responses/unauthorized' } },
  }
}

function pathsOf(resource: Resource): [string, unknown][] {
  const { path, schema, one, tag, actions = [] } = resource
  const answer = (status: number) => ({ responses: { [status]: json(component(schema)) }, tags: [tag] })
  const id = { name: `${one}_id`, in: 'path', required: true, schema: { type: 'string' } }
  const body = (required: boolean) => ({ requestBody: { required, ...json(component(`${schema}_write`)) } })
  return [
    [
      `/${path}`,
      {
        get: listOf(resource),
        post: { operationId: `${path}.create`, ...body(true), parameters: [parameter('idempotency')], ...answer(201) },
      },
    ],
    [
      `/${path}/{${one}_id}`,
      {
        parameters: [id],
        get: { operationId: `${path}.retrieve`, ...answer(200) },
        patch: { operationId: `${path}.update`, ...body(true), ...answer(200) },
        delete: { operationId: `${path}.delete`, tags: [tag], responses: { 204: { description: 'It is gone.' } } },
      },
    ],
    ...actions.map((action): [string, unknown] => [
      `/${path}/{${one}_id}/${action}`,
      { parameters: [id], post: { operationId: `${path}.${action}`, ...answer(200) } },
    ]),
  ]
}

function schemasOf({ schema, one, properties, description, required = [] }: Resource): [string, unknown][] {
  const own = {
    type: 'object',
    description,
    required: ['object', ...required],
    properties: { object: { type: 'string', enum: [one] }, ...properties },
  }
  // What can be written is what is read, without the entity's own.
  return [
    [schema, { allOf: [component('entity'), own] }],
    [`${schema}_write`, { type: 'object', required, properties }],
  ]
}

/** The API of a payment service: 22 resources, of which each is listed, created, read, changed and deleted, and more. */
export const PAYMENTS = {
  openapi: '3.1.0',
  info: { title: 'Payments', version: '2026-01-01' },
  servers: [{ url: 'https://{region}.pay.example.com/v1', variables: { region: { default: 'eu' } } }],
  security: [{ secret: [] }],
  paths: {
    ...Object.fromEntries(RESOURCES.flatMap(pathsOf)),
    '/balance': { get: { summary: 'What is there', responses: { 200: json(component('balance')) } } },
    '/ping': { get: { responses: { 200: { description: 'text', content: { 'text/plain': {} } } } } },
    '/search': {
      get: {
        parameters: [
          { name: 'q', in: 'query', required: true, schema: { type: 'string' } },
          { name: 'in', in: 'query', schema: { type: 'array', items: { enum: ['customers', 'payments'] } } },
          { name: 'session', in: 'cookie', schema: { type: 'string' } },
        ],
        responses: { 200: json({ type: 'object', properties: { hits: { type: 'array', items: component('hit') } } }) },
      },
    },
    '/files/{file_id}/content': { get: { responses: { 200: { content: { 'application/pdf': {} } } } } },
    '/files/upload': {
      post: { requestBody: { required: true, content: { 'multipart/form-data': {} } }, responses: {} },
    },
    '/exports': {
      post: {
        deprecated: true,
        requestBody: form({
          type: 'object',
          properties: { format: { enum: ['csv', 'json'] }, from: { format: 'date', type: 'string' } },
        }),
        responses: {
          202: json({
            type: 'object',
            properties: { export: { type: 'object', properties: { url: { type: 'string', format: 'uri' } } } },
          }),
        },
      },
    },
  },
  webhooks: { payment: {} },
  components: {
    securitySchemes: { secret: { type: 'apiKey', in: 'header', name: 'X-Pay-Key' } },
    parameters: {
      limit: {
        name: 'limit',
        in: 'query',
        description: 'At most.',
        schema: { type: 'integer', default: 10, maximum: 2 },
      },
      cursor: { name: 'cursor', in: 'query', schema: { type: 'string' } },
      idempotency: { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', format: 'uuid' } },
    },
    responses: { unauthorized: { description: 'Who are you?' } },
    schemas: {
      entity: {
        type: 'object',
        required: ['id', 'created'],
        properties: {
          id: { type: 'string', readOnly: true },
          created: { type: 'string', format: 'date-time', readOnly: true },
          metadata: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      range: {
        type: 'object',
        properties: { gte: { type: 'string', format: 'date' }, lt: { type: 'string', format: 'date' } },
      },
      money: {
        type: 'object',
        required: ['amount', 'currency'],
        properties: { amount: { type: 'integer', format: 'int64' }, currency: component('currency') },
      },
      currency: { type: 'string', enum: ['eur', 'usd', 'x-test'] },
      address: {
        type: 'object',
        properties: {
          line1: { type: 'string' },
          postal_code: { type: 'string' },
          country: { type: ['string', 'null'] },
        },
      },
      balance: {
        type: 'object',
        required: ['available'],
        properties: { available: { type: 'array', items: component('money') } },
      },
      hit: { oneOf: [component('customer'), component('payment')] },
      ...Object.fromEntries(RESOURCES.flatMap(schemasOf)),
    },
  },
}
