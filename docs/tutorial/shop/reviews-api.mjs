// An API of reviews: GET /reviews, GET /reviews?productId=1&productId=2, POST /reviews.
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'

const PORT = 4001
const reviews = [
  { id: 1, productId: 1, stars: 5, text: 'Cuts crust like butter.' },
  { id: 2, productId: 3, stars: 4, text: 'Heavy, and worth it.' },
  { id: 3, productId: 3, stars: 2, text: 'Mine came cracked.' },
]

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://host')
  const wanted = searchParams.getAll('productId').map(Number)
  console.log(`${request.method} ${request.url}`)
  if (pathname !== '/reviews') return send(response, 404, { error: 'There is no such page.' })
  if (request.method !== 'POST')
    return send(
      response,
      200,
      reviews.filter(review => wanted.length === 0 || wanted.includes(review.productId)),
    )
  const { productId, stars, text } = await json(request)
  const review = { id: reviews.length + 1, productId: Number(productId), stars, text }
  reviews.push(review)
  send(response, 201, review)
}).listen(PORT, '127.0.0.1', () => console.log(`The reviews are at http://127.0.0.1:${PORT}/reviews`))

function send(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
