import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** The least that a server on Node can do: it reads the request's body and sends the same bytes from memory. */
const { PORT, ANSWER_PATH } = process.env
const answer = readFileSync(ANSWER_PATH)
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': answer.length }

createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, headers)
    response.end(answer)
  })
}).listen(Number(PORT), '127.0.0.1')
