import type { Answers } from './table-sources.ts'

const post = (id: unknown, userId: unknown = (Number(id) % 3) + 1) => ({
  id: Number(id),
  userId,
  title: `Post ${id}`,
  body: null,
})

const user = (id: unknown) => ({ id, name: `User ${id}`, username: null, email: `user${id}@example.org` })
const comment = (id: unknown, postId: unknown) => ({ id, postId, name: 'Ann', email: null, body: `Comment ${id}` })

/** What the sources of the demo's schema answer. */
export const DEMO_ANSWERS: Answers = {
  Post: id => post(id),
  User: user,
  'Query.posts': (_, { userId }) => [1, 2, 3, 4].map(id => post(id, userId)),
  'Query.post': (_, { id }) => post(id),
  'Query.user': (_, { id }) => user(id),
  'Query.users': () => [1, 2, 3].map(user),
  'Post.comments': id => [comment(1, id), comment(2, id)],
  'User.posts': id => [post(Number(id) + 1, id), post(7, id)],
  'Mutation.createPost': () => post(9),
  'Mutation.deletePost': () => true,
}
