import { openApi } from '../upstream.mjs'

const get = openApi('API_URL')

const rows = async authorization => {
  const all = await get('/rows', authorization)
  return {
    rows: all.map(({ id, name, email, age, score, active, createdAt, address: { street, city } }) => ({
      id: String(id),
      name,
      email,
      age,
      score,
      active,
      createdAt,
      address: { street, city },
    })),
  }
}

const documents = async authorization => {
  const all = await get('/documents', authorization)
  return { documents: all.map(({ id, title, text }) => ({ id: String(id), title, text })) }
}

export const endpoints = { w5: rows, w6: documents }
