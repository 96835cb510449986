import type { Route } from './json-api.ts'

const USERS = 10
const POSTS = 100

export const users = Array.from({ length: USERS }, (_, at) => ({
  id: at + 1,
  name: `User number ${at + 1}`,
  username: `user${at + 1}`,
  email: `user${at + 1}@example.com`,
  phone: `+1 555 01${String(at).padStart(2, '0')}`,
  website: `user${at + 1}.example.com`,
}))
const posts = Array.from({ length: POSTS }, (_, at) => ({
  userId: 1 + Math.floor((at * USERS) / POSTS),
  id: at + 1,
  title: `The title of post ${at + 1}, in about fifty characters`,
  body: 'A sentence that a post may have, of about a hundred and fifty characters. '.repeat(2).trim(),
}))

/** 100 posts of 10 users. */
export const BLOG_ROUTES: Readonly<Record<string, Route>> = {
  '/posts': ({ searchParams }) => {
    const userIds = searchParams.getAll('userId')
    return userIds.length === 0 ? posts : posts.filter(({ userId }) => userIds.includes(String(userId)))
  },
  '/users': ({ searchParams }) => {
    const ids = searchParams.getAll('id')
    return ids.length === 0 ? users : users.filter(({ id }) => ids.includes(String(id)))
  },
}

/** What an API says that takes its time. */
export const SLOW_ROUTES: Readonly<Record<string, Route>> = { '/weather': () => ({ degrees: 21.5 }) }
