/** What the upstreams hold. It never changes, so that an answer can be told right from wrong at any time. */
export interface Post {
  readonly id: number
  readonly userId: number
  readonly title: string
}
export interface Comment {
  readonly id: number
  readonly postId: number
  readonly userId: number
  readonly body: string
}
export interface User {
  readonly id: number
  readonly name: string
}
export interface Note {
  readonly id: number
  readonly userId: number
  readonly text: string
}
export interface Secret {
  readonly id: number
  readonly owner: string
  readonly text: string
}

const USER_COUNT = 40
export const POST_COUNT = 60
/** Rows that mutations change. */
export const PLACE_COUNT = 50

/** Who the clients are; each says so by headers. */
export const CLIENTS = ['u1', 'u2', 'u3', 'u4', 'u5'] as const

/** Marks a value as one of a single client's. */
export function tagOf(client: string): string {
  return `<<${client}>>`
}

export const users: readonly User[] = numbers(USER_COUNT).map(id => ({ id, name: `User ${id} é` }))
export const posts: readonly Post[] = numbers(POST_COUNT).map(id => ({
  id,
  userId: 1 + ((id * 7) % USER_COUNT),
  title: `Post ${id}: ${'some words '.repeat(id % 9)}`,
}))
export const comments: readonly Comment[] = numbers(150).map(id => ({
  id,
  postId: 1 + ((id * 11) % POST_COUNT),
  userId: 1 + ((id * 3) % USER_COUNT),
  body: `Comment ${id} "said" \\ ${'and said '.repeat(id % 5)}`,
}))
export const notes: readonly Note[] = numbers(80).map(id => ({
  id,
  userId: 1 + ((id * 13) % USER_COUNT),
  text: `Note ${id}`,
}))
export const secrets: readonly Secret[] = CLIENTS.flatMap((owner, at) =>
  numbers(3).map(n => ({ id: at * 3 + n, owner, text: `Secret ${n} ${tagOf(owner)}` })),
)

/** From 1 to the count. */
export function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1)
}
