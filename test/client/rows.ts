import { generateData } from '../../demo/generate-data.ts'

export const POSTS_QUERY = /* GraphQL */ `
  query Posts($limit: Int!) {
    posts(limit: $limit) {
      id
      title
      author {
        name
      }
      comments {
        body
      }
    }
  }
`

/** The rows of POSTS_QUERY, from the data that the demo's sources were made of. */
export function expectedPosts(limit: number) {
  const { posts, users, comments } = generateData()
  return posts.slice(0, limit).map(({ id, title, userId }) => ({
    id: String(id),
    title,
    author: { name: users.find(user => user.id === userId)?.name },
    comments: comments.filter(({ postId }) => postId === id).map(({ body }) => ({ body })),
  }))
}
