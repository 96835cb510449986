import type { Random } from '../execute/random.ts'
import {
  type Comment,
  comments,
  type Note,
  notes,
  PLACE_COUNT,
  POST_COUNT,
  type Post,
  posts,
  secrets,
  tagOf,
  type User,
  users,
} from './model.ts'
import type { SourceName } from './schema.ts'

/** One field of the schema, as the oracle and the maker of queries know it. */
export interface Field {
  /** The type of its objects; none for a leaf. */
  readonly type?: string
  /** Which source is called for it; none where the parent has it. */
  readonly source?: SourceName
  /** Random arguments. */
  readonly args?: (random: Random, token: string) => Readonly<Record<string, unknown>>
  /** Its right value. */
  // biome-ignore lint/suspicious/noExplicitAny: each type's fields know their own parent.
  readonly read: (parent: any, client: string, args: any) => unknown
}

const seenBy: Field = { read: (_, client) => tagOf(client) }
const id: Field = { read: ({ id }: { id: number }) => String(id) }
const userById = ({ userId }: { userId: number }) => users.find(user => user.id === userId)

/** The types of all arguments, by name. */
export const ARGUMENTS: Readonly<Record<string, string>> = {
  id: 'ID!',
  ids: '[ID!]!',
  from: 'Int!',
  to: 'Int!',
  token: 'String!',
  userId: 'ID!',
}

/** All fields that can be queried, by type. */
export const FIELDS: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  Query: {
    post: {
      type: 'Post',
      source: 'blog',
      args: random => ({ id: String(random.int(1, POST_COUNT + 2)) }),
      read: (_, __, args: { id: string }) => posts.find(post => String(post.id) === args.id) ?? null,
    },
    posts: {
      type: 'Post',
      source: 'blog',
      args(random) {
        const from = random.int(1, POST_COUNT)
        return { from, to: from + random.int(0, 7) }
      },
      read: (_, __, { from, to }: { from: number; to: number }) =>
        posts.filter(post => post.id >= from && post.id <= to),
    },
    me: { type: 'Session', source: 'talk', read: () => ({}) },
    user: {
      type: 'User',
      source: 'db',
      args: random => ({ id: String(random.int(1, users.length + 2)) }),
      read: (_, __, args: { id: string }) => users.find(user => String(user.id) === args.id) ?? null,
    },
    users: {
      type: 'User',
      source: 'db',
      args: random => ({ ids: random.sample(users, random.int(1, 6)).map(user => String(user.id)) }),
      read: (_, __, { ids }: { ids: readonly string[] }) => users.filter(user => ids.includes(String(user.id))),
    },
    secrets: { type: 'Secret', source: 'db', read: (_, client) => secrets.filter(({ owner }) => owner === client) },
  },
  Post: {
    id,
    title: { read: ({ title }: Post) => title },
    seenBy,
    author: { type: 'User', source: 'db', read: userById },
    comments: {
      type: 'Comment',
      source: 'talk',
      read: (post: Post) => comments.filter(({ postId }) => postId === post.id),
    },
  },
  Comment: {
    id,
    body: { read: ({ body }: Comment) => body },
    seenBy,
    author: { type: 'User', source: 'db', read: userById },
    post: { type: 'Post', source: 'blog', read: ({ postId }: Comment) => posts.find(post => post.id === postId) },
  },
  User: {
    id,
    name: { read: ({ name }: User) => name },
    posts: { type: 'Post', source: 'blog', read: (user: User) => posts.filter(({ userId }) => userId === user.id) },
    notes: { type: 'Note', source: 'db', read: (user: User) => notes.filter(({ userId }) => userId === user.id) },
  },
  Note: {
    id,
    text: { read: ({ text }: Note) => text },
    user: { type: 'User', source: 'db', read: userById },
  },
  Secret: { id, text: { read: ({ text }: { text: string }) => text } },
  Session: { seenBy },
  Mutation: {
    mark: {
      type: 'Mark',
      source: 'blog',
      args: (_, token) => ({ token }),
      read: (_, __, { token }: { token: string }) => ({ token }),
    },
    enter: {
      type: 'Entry',
      source: 'db',
      args: (random, token) => ({ token, userId: String(random.pick(users).id) }),
      read: (_, __, args: object) => args,
    },
    change: {
      type: 'Place',
      source: 'db',
      args: (random, token) => ({ token, id: String(random.int(1, PLACE_COUNT)) }),
      read: (_, __, args: object) => args,
    },
  },
  Mark: { token: { read: ({ token }: { token: string }) => token }, seenBy },
  Entry: {
    token: { read: ({ token }: { token: string }) => token },
    user: {
      type: 'User',
      source: 'db',
      read: ({ userId }: { userId: string }) => users.find(user => String(user.id) === userId),
    },
  },
  Place: { id, token: { read: ({ token }: { token: string }) => token } },
}
