import { openApi, queryOf } from '../upstream.mjs'

const get = openApi('API_URL')

const titles = async authorization => {
  const posts = await get('/posts', authorization)
  return { posts: posts.map(({ title }) => ({ title })) }
}

const joined = async authorization => {
  const posts = await get('/posts', authorization)
  const ids = [...new Set(posts.map(({ userId }) => userId))]
  const users = await get(`/users?${queryOf('id', ids)}`, authorization)
  const byId = new Map(users.map(({ id, name, email }) => [id, { id: String(id), name, email }]))
  return {
    posts: posts.map(({ id, userId, title }) => ({
      id: String(id),
      userId: String(userId),
      title,
      user: byId.get(userId) ?? null,
    })),
  }
}

/** What one would write by hand for each workload. */
export const endpoints = { w2: titles, w3: joined }
