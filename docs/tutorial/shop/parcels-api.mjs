// An API of parcels, which describes itself: GET /openapi.json, GET /parcels/{orderId}.
import { createServer } from 'node:http'

const PORT = 4002
const parcels = {
  1: { orderId: 1, state: 'DELIVERED', deliveredOn: '2026-11-05' },
  2: { orderId: 2, state: 'ON_THE_WAY', deliveredOn: null },
}

const document = {
  openapi: '3.0.3',
  info: { title: 'Parcels', version: '1' },
  servers: [{ url: `http://127.0.0.1:${PORT}` }],
  paths: {
    '/parcels/{orderId}': {
      get: {
        operationId: 'parcel',
        summary: 'The parcel of an order.',
        parameters: [{ name: 'orderId', in: 'path', required: true, schema: { type: 'integer' } }],
        responses: {
          200: {
            description: 'It has left.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Parcel' } } },
          },
          404: { description: 'It has not left yet.' },
        },
      },
    },
  },
  components: {
    schemas: {
      Parcel: {
        type: 'object',
        required: ['orderId', 'state'],
        properties: {
          orderId: { type: 'integer' },
          state: { type: 'string', enum: ['ON_THE_WAY', 'DELIVERED'] },
          deliveredOn: { type: 'string', format: 'date', nullable: true },
        },
      },
    },
  },
}

createServer((request, response) => {
  const [, folder, id] = request.url.split('/')
  const body = request.url === '/openapi.json' ? document : folder === 'parcels' && parcels[id]
  console.log(`${request.method} ${request.url}`)
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body || { error: 'There is no such parcel.' }))
}).listen(PORT, '127.0.0.1', () => console.log(`The parcels are at http://127.0.0.1:${PORT}/openapi.json`))
