import { boolean, get, integer, list, number, object, restSource, string } from './source.mjs'

const address = object('Address', { street: string, city: string })
const row = object('Row', {
  id: string,
  name: string,
  email: string,
  age: integer,
  score: number,
  active: boolean,
  createdAt: string,
  address,
})
const document = object('Document', { id: string, title: string, text: string })

export const composeConfig = {
  subgraphs: [
    restSource('api', 'API_URL', [get('rows', '/rows', list(row)), get('documents', '/documents', list(document))]),
  ],
}
