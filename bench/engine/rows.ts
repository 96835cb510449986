/** One row of the plain scenario, as an upstream's JSON would hold it. */
export interface Row {
  readonly id: number
  readonly userId: number
  readonly title: string
  readonly body: string
  readonly user: { readonly id: number; readonly name: string; readonly email: string }
}

export function plainRows(count: number): Row[] {
  return Array.from({ length: count }, (_, at) => {
    const user = (at % 10) + 1
    return {
      id: at + 1,
      userId: user,
      title: `The title of post ${at}`,
      body: `${'A sentence that a post may have. '.repeat(4)}${at}`,
      user: { id: user, name: `User ${user}`, email: `user${user}@example.com` },
    }
  })
}

/** A row of the batched scenario: its key leads to the next level. */
export interface Linked {
  readonly id: number
  readonly next: number
  readonly name: string
}

/** Rows that ask for `distinctKeys` different keys. */
export function linkedRows(count: number, distinctKeys: number): Linked[] {
  return Array.from({ length: count }, (_, at) => ({ id: at, next: at % distinctKeys, name: `Row ${at}` }))
}
