import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { dataFiles, generateData } from '../../demo/generate-data.ts'

test('The committed data files are exactly what the generator makes', () => {
  const files = dataFiles()
  const committed = [...files.keys()].map(name => [name, readFileSync(`demo/data/${name}`, 'utf8')] as const)
  expect(files).toEqual(new Map(committed))
})

test('There are 10 users, 100 posts and 500 comments, and every key names something that exists', () => {
  const { users, posts, comments } = generateData()
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
  expect(users.map(user => user.id)).toEqual(upTo(10))
  expect(posts.map(post => post.id)).toEqual(upTo(100))
  expect(posts.map(post => post.userId)).toEqual(upTo(100).map(id => Math.ceil(id / 10)))
  expect(comments.map(comment => comment.id)).toEqual(upTo(500))
  expect(comments.map(comment => comment.postId)).toEqual(upTo(500).map(id => Math.ceil(id / 5)))
})

test('No two posts and no two comments say the same', () => {
  const { posts, comments } = generateData()
  expect(new Set(posts.map(post => post.title)).size).toBe(100)
  expect(new Set(posts.map(post => post.body)).size).toBe(100)
  expect(new Set(comments.map(comment => comment.body)).size).toBe(500)
})
