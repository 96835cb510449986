import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { FAREWELLS, REACTIONS, REMARKS } from './comment-phrases.ts'
import { FIRST_NAMES, LAST_NAMES, PEOPLE } from './people.ts'
import { TOPICS } from './topics.ts'

export interface User {
  id: number
  name: string
  username: string
  email: string
  phone: string
  website: string
  city: string
  companyName: string | null
}

export interface Post {
  userId: number
  id: number
  title: string
  body: string
}

export interface Comment {
  postId: number
  id: number
  name: string
  email: string
  body: string
}

const COMMENTS_PER_POST = 5

/**
 * Makes the demo's data: 10 users, 100 posts (ten of each user, in the order of the users) and 500 comments (five of
 * each post). Every run makes the same.
 */
export function generateData(): { users: User[]; posts: Post[]; comments: Comment[] } {
  const pick = picker(20_240_229)
  const users = PEOPLE.map((person, index) => ({
    id: index + 1,
    name: person.name,
    username: person.username,
    email: `${person.username}@example.com`,
    phone: `+1-202-555-01${String(index + 10)}`,
    website: `https://${person.username.replace(/\W|_/g, '-')}.example.org`,
    city: person.city,
    companyName: person.companyName,
  }))
  const written = new Set<string>()
  const topicOfPost = TOPICS.flatMap(topic => topic.titles.map(title => ({ topic, title })))
  const posts = topicOfPost.map(({ topic, title }, index) => ({
    userId: TOPICS.indexOf(topic) + 1,
    id: index + 1,
    title,
    body: writeOnce(written, () => [pick(topic.openings), pick(topic.middles), pick(topic.closings)].join(' ')),
  }))
  const comments = topicOfPost.flatMap(({ topic }, index) =>
    Array.from({ length: COMMENTS_PER_POST }, (_, place) => {
      const [first, last] = [pick(FIRST_NAMES), pick(LAST_NAMES)]
      return {
        postId: index + 1,
        id: index * COMMENTS_PER_POST + place + 1,
        name: `${first} ${last}`,
        email: `${first}.${last}@example.net`.toLowerCase(),
        body: writeOnce(written, () =>
          [pick(REACTIONS), pick(REMARKS).replace('*', topic.pastime), pick(FAREWELLS)].join(' '),
        ),
      }
    }),
  )
  return { users, posts, comments }
}

/** The files of `demo/data` by name, one object a line, so that a change shows as the objects that it touches. */
export function dataFiles(): Map<string, string> {
  return new Map(
    Object.entries(generateData()).map(([name, items]) => [
      `${name}.json`,
      `[\n${items.map(item => JSON.stringify(item)).join(',\n')}\n]\n`,
    ]),
  )
}

function writeOnce(written: Set<string>, write: () => string): string {
  let text = write()
  while (written.has(text)) text = write()
  written.add(text)
  return text
}

/** Picks by a linear congruential generator, whose low bits are weak: only the upper 16 are used. */
function picker(seed: number): <T>(choices: readonly T[]) => T {
  let state = seed
  return <T>(choices: readonly T[]) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return choices[(state >>> 16) % choices.length] as T
  }
}

if (import.meta.main) {
  for (const [name, text] of dataFiles()) writeFileSync(join(import.meta.dirname, 'data', name), text)
}
