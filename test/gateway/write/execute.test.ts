import { describe, expect, test } from 'vitest'
import { createDatabase, inDialect } from '../../support/dialects.ts'
import { startTestGateway, type TestGateway } from '../../support/gateway.ts'
import { startSchemaExecutor } from '../../support/schema-executor.ts'
import { createDatabaseOn, testOn } from '../../support/servers.ts'

/** SQLite has none. */
const DIALECTS = ['mariadb', 'postgres'] as const
type Dialect = (typeof DIALECTS)[number]

const TABLES = `CREATE TABLE accounts (id BIGINT PRIMARY KEY, owner VARCHAR(20) UNIQUE, balance DECIMAL(12, 2) NOT NULL, opened TIMESTAMP NULL);
  INSERT INTO accounts VALUES (1, 'ann', 100, '2026-01-31 08:00:00'), (2, 'bob', 0.5, NULL), (3, 'cem', 7, NULL);
  CREATE TABLE notes (id INT PRIMARY KEY, body VARCHAR(200));`

const ROUTINES: Readonly<Record<Dialect, string>> = {
  mariadb: `
    CREATE PROCEDURE transfer(IN a BIGINT, IN b BIGINT, IN n DECIMAL(12, 2)) BEGIN
      UPDATE accounts SET balance = balance - n WHERE id = a;
      IF (SELECT balance FROM accounts WHERE id = a) < 0 THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'There is not enough on the account.';
      END IF;
      UPDATE accounts SET balance = balance + n WHERE id = b;
      SELECT id, balance, opened FROM accounts WHERE id IN (a, b) ORDER BY id;
      SELECT 'another result' AS id;
    END;
    CREATE PROCEDURE note(IN n INT, IN t VARCHAR(200)) BEGIN INSERT INTO notes VALUES (n, t); END;
    CREATE PROCEDURE reward(IN n DECIMAL(12, 2)) BEGIN UPDATE accounts SET balance = balance + n; END;
    CREATE PROCEDURE richest(IN below DECIMAL(12, 2), OUT most DECIMAL(12, 2), INOUT who VARCHAR(40)) BEGIN
      SELECT balance, CONCAT(COALESCE(who, ''), owner) INTO most, who FROM accounts WHERE balance < below ORDER BY balance DESC LIMIT 1;
    END;
    CREATE FUNCTION bump(a BIGINT) RETURNS DECIMAL(12, 2) MODIFIES SQL DATA BEGIN
      UPDATE accounts SET balance = balance + 1 WHERE id = a;
      RETURN (SELECT balance FROM accounts WHERE id = a);
    END;
    CREATE PROCEDURE stall() BEGIN UPDATE accounts SET balance = 0; DO SLEEP(60); END;`,
  postgres: `
    CREATE FUNCTION transfer(a BIGINT, b BIGINT, n NUMERIC) RETURNS TABLE (id BIGINT, balance NUMERIC, opened TIMESTAMPTZ)
      LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE accounts AS x SET balance = x.balance - n WHERE x.id = a;
      IF (SELECT x.balance FROM accounts AS x WHERE x.id = a) < 0 THEN
        RAISE EXCEPTION 'There is not enough on the account.';
      END IF;
      UPDATE accounts AS x SET balance = x.balance + n WHERE x.id = b;
      RETURN QUERY SELECT x.id, x.balance, x.opened::timestamptz FROM accounts AS x WHERE x.id IN (a, b) ORDER BY x.id;
    END $$;
    CREATE PROCEDURE note(n INT, t TEXT) LANGUAGE sql AS $$ INSERT INTO notes VALUES (n, t) $$;
    CREATE FUNCTION reward(n NUMERIC) RETURNS VOID LANGUAGE sql AS $$ UPDATE accounts SET balance = balance + n $$;
    CREATE PROCEDURE richest(below NUMERIC, INOUT most NUMERIC, INOUT who TEXT) LANGUAGE plpgsql AS $$
    BEGIN
      SELECT balance, COALESCE(who, '') || owner INTO most, who FROM accounts WHERE balance < below ORDER BY balance DESC LIMIT 1;
    END $$;
    CREATE FUNCTION bump(a BIGINT) RETURNS NUMERIC LANGUAGE sql AS $$
      UPDATE accounts SET balance = balance + 1 WHERE id = a RETURNING balance $$;
    CREATE PROCEDURE stall() LANGUAGE plpgsql AS $$ BEGIN UPDATE accounts SET balance = 0; PERFORM pg_sleep(60); END $$;`,
}

/** How the same is said in each. */
const STATEMENTS: Readonly<Record<Dialect, Readonly<Record<'transfer' | 'reward' | 'richest', string>>>> = {
  mariadb: {
    transfer: 'CALL transfer({$args.from}, {$args.to}, {$args.amount})',
    reward: 'CALL reward({$args.n})',
    richest: 'CALL richest({$args.below}, @most, @who)',
  },
  postgres: {
    transfer: 'SELECT * FROM transfer({$args.from}, {$args.to}, {$args.amount}); -- moves it',
    reward: 'SELECT reward({$args.n})',
    richest: 'CALL richest({$args.below}, NULL, NULL)',
  },
}

function schemaOf(dialect: Dialect, source = ''): string {
  const { transfer, reward, richest } = STATEMENTS[dialect]
  return `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" ${source} })
scalar Decimal scalar DateTime
type Query { accounts: [Account!] @sql(orderBy: "id") notes: [Note!] @sql(orderBy: "id") }
type Mutation {
  transfer(from: ID!, to: ID!, amount: Decimal!): [Account!] @sql(execute: "${transfer}")
  transferOne(from: ID!, to: ID!, amount: Decimal!): Account @sql(execute: "${transfer}")
  firstId(from: ID!, to: ID!, amount: Decimal!): [ID!] @sql(execute: "${transfer}")
  note(id: Int!, text: String): Boolean @sql(execute: "CALL note({$args.id}, {$args.text})")
  count(id: Int!): Int @sql(execute: "CALL note({$args.id}, 'it''s one; @x ?')")
  none(id: Int!): Account @sql(execute: "CALL note({$args.id}, NULL)")
  reward(n: Decimal!): Boolean @sql(execute: "${reward}")
  richest(below: Decimal!): Richest @sql(execute: "${richest}")
  bump(id: ID!): Decimal @sql(execute: "SELECT bump({$args.id})")
  whose(id: Int!): Boolean @sql(execute: "CALL note({$args.id}, {$headers.x-user})")
  stall: Boolean @sql(execute: "CALL stall()")
  open(id: ID!, owner: String): Account @sql(insert: { id: "{$args.id}", owner: "{$args.owner}", balance: 0 })
}
type Account @sql(table: "accounts") { id: ID! owner: String balance: Decimal opened: DateTime }
type Richest { most: Decimal who: String }
type Note @sql(table: "notes") { id: Int! body: String }
`
}

/** What was run, but for what reads the rows of tables. */
function executed({ log }: Pick<TestGateway, 'log'>): readonly string[] {
  return log
    .map(({ text }) => String(text))
    .filter(text => /^(?:call|set|select @|select bump|select \* from transfer|select reward)/i.test(text))
}

async function startWorld(dialect: Dialect, source?: string) {
  const database = await createDatabase(dialect, TABLES + ROUTINES[dialect])
  const environment = { DB_URL: database.url }
  const gateway = await startTestGateway({ schema: schemaOf(dialect, source), environment })
  const run = async (text: string, headers: Readonly<Record<string, string>> = {}) =>
    (await gateway.query(text, {}, headers)).body as {
      data: Record<string, unknown> | null
      errors?: { message: string; path?: unknown[]; extensions: { code: string; reason?: string } }[]
    }
  return {
    gateway,
    run,
    /** The errors of a mutation that changes nothing. */
    refusal: async (text: string, headers?: Readonly<Record<string, string>>) => {
      const all = '{ accounts { id owner balance } notes { id body } }'
      const before = await run(all)
      const { errors = [] } = await run(text, headers)
      expect(await run(all)).toEqual(before)
      return errors.map(({ message, extensions: { code } }) => `${code} ${message}`)
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

describe.for(DIALECTS)('A mutation runs a procedure or a function (%s)', dialect => {
  test('and its rows are those of the field, read as those of a query are', async () => {
    await using world = await startWorld(dialect)
    const { run, gateway } = world
    const moved = [
      { id: '1', balance: '58.00', opened: '2026-01-31T08:00:00Z' },
      { id: '2', balance: '42.50', opened: null },
    ]
    const { data } = await run('mutation { transfer(from: 1, to: 2, amount: "42.00") { id balance opened } }')
    expect(data).toEqual({ transfer: moved })
    expect(await run('mutation { firstId(from: 2, to: 1, amount: 1) bump(id: 3) }')).toEqual({
      data: { firstId: ['1', '2'], bump: '8.00' },
    })
    const transfer = dialect === 'mariadb' ? 'CALL transfer(?, ?, ?)' : 'SELECT * FROM transfer(?, ?, ?); -- moves it'
    expect(executed(gateway)).toEqual([transfer, transfer, 'SELECT bump(?)'].map(text => inDialect(dialect, text)))
  })

  test('and without rows, the field tells how many were touched, or that it was run', async () => {
    await using world = await startWorld(dialect)
    const { run } = world
    // PostgreSQL says nothing of what a procedure has touched.
    const count = dialect === 'mariadb' ? 1 : null
    expect(await run('mutation { note(id: 1, text: "a") count(id: 2) none(id: 3) { id } reward(n: 1) }')).toEqual({
      data: { note: true, count, none: null, reward: true },
    })
    expect((await run('{ notes { id body } accounts { balance } }')).data).toEqual({
      notes: [
        { id: 1, body: 'a' },
        { id: 2, body: "it's one; @x ?" },
        { id: 3, body: null },
      ],
      accounts: [{ balance: '101.00' }, { balance: '1.50' }, { balance: '8.00' }],
    })
  })

  test('whose output parameters are a row, and nothing of another request', async () => {
    await using world = await startWorld(dialect, 'poolSize: 1')
    const { run, gateway } = world
    const richest = { richest: { most: '7.00', who: 'cem' } }
    expect(await run('mutation { richest(below: 10) { most who } }')).toEqual({ data: richest })
    expect(await run('mutation { richest(below: 10) { most who } }')).toEqual({ data: richest })
    const sent =
      dialect === 'mariadb'
        ? ['set @most = null, @who = null', 'CALL richest(?, @most, @who)', 'select @most as `most`, @who as `who`']
        : ['CALL richest($1, NULL, NULL)']
    expect(executed(gateway)).toEqual([...sent, ...sent])
  })

  test('with values that are bound, whatever they are', async () => {
    await using world = await startWorld(dialect)
    const { run, gateway } = world
    for (const [at, text] of ["'); DELETE FROM notes; --", '{$args.id}', '\\', '?', '$1'].entries()) {
      const query = 'mutation ($id: Int!, $text: String) { note(id: $id, text: $text) }'
      expect((await gateway.query(query, { id: at, text })).body).toEqual({ data: { note: true } })
      expect((await run('{ notes { id body } }')).data?.notes).toContainEqual({ id: at, body: text })
    }
    expect(await run('mutation { whose(id: 9) }', { 'x-user': 'ann' })).toEqual({ data: { whose: true } })
    expect(await world.refusal('mutation { whose(id: 10) }')).toEqual([
      expect.stringContaining('BAD_USER_INPUT The request header "x-user"'),
    ])
    expect(new Set(executed(gateway))).toEqual(new Set([inDialect(dialect, 'CALL note(?, ?)')]))
  })

  test('and where it fails, nothing has changed, and its own words are shown where the schema says so', async () => {
    await using world = await startWorld(dialect)
    const { refusal, run } = world
    const tooMuch = 'mutation { transfer(from: 2, to: 1, amount: 1) { id } }'
    expect(await refusal(tooMuch)).toEqual(['DOWNSTREAM_SERVICE_ERROR The database could not run the statement.'])
    await run('mutation { note(id: 1) }')
    expect(await refusal('mutation { note(id: 1) }')).toEqual([
      'BAD_USER_INPUT There is a row with one of these values already.',
    ])
    expect(await refusal('mutation { transferOne(from: 1, to: 2, amount: 1) { id } }')).toEqual([
      'RESPONSE_VALIDATION_FAILED The database has several rows where one belongs.',
    ])
    await using shown = await startWorld(dialect, 'showRaisedErrors: true')
    expect(await shown.refusal(tooMuch)).toEqual(['BAD_USER_INPUT There is not enough on the account.'])
  })

  test('within the rows that its source allows', async () => {
    await using world = await startWorld(dialect, 'maxRows: 1')
    expect((await world.run('mutation { transfer(from: 1, to: 2, amount: 1) { id } }')).errors).toMatchObject([
      { extensions: { reason: 'too_large' } },
    ])
    expect(await world.run('mutation { bump(id: 1) }')).toEqual({ data: { bump: '101.00' } })
  })

  test('within the time of a statement, which is ended', async () => {
    await using world = await startWorld(dialect, 'timeout: "500ms"')
    const { errors } = await world.run('mutation { stall }')
    expect(errors).toMatchObject([{ path: ['stall'], extensions: { reason: 'timeout' } }])
    // It waits for the lock until the server has undone what was ended.
    const answer = async () => (await world.run('mutation { bump(id: 1) }')).data?.bump
    while ((await answer()) === null);
    expect((await world.run('{ accounts { balance } }')).data?.accounts).toEqual([
      { balance: expect.stringMatching(/^10[1-9]\.00$/) },
      { balance: '0.50' },
      { balance: '7.00' },
    ])
  })

  test('in a transaction with other fields, by both executors', async () => {
    await using world = await startWorld(dialect)
    const { run, refusal } = world
    const both = `mutation ($id: ID! = "") @transaction {
      open(id: 9, owner: "eve") { id @export(as: "id") }
      transfer(from: 1, to: $id, amount: 5) { id balance }
      bump(id: $id)
    }`
    const opened = { open: { id: '9' }, bump: '6.00' }
    const moved = [
      { id: '1', balance: '95.00' },
      { id: '9', balance: '5.00' },
    ]
    expect(await run(both)).toEqual({ data: { ...opened, transfer: moved } })
    expect(await refusal('mutation @transaction { bump(id: 1) transfer(from: 2, to: 1, amount: 2) { id } }')).toEqual([
      'DOWNSTREAM_SERVICE_ERROR Nothing was changed: another field of the transaction failed.',
      'DOWNSTREAM_SERVICE_ERROR The database could not run the statement.',
    ])
    await using database = await createDatabase(dialect, TABLES + ROUTINES[dialect])
    await using executor = await startSchemaExecutor({
      schema: schemaOf(dialect),
      environment: { DB_URL: database.url },
    })
    expect(JSON.parse((await executor.query(both)).text)).toEqual({ data: { ...opened, transfer: moved } })
    const alone = 'mutation { bump(id: 1) note(id: 1, text: "a") }'
    expect(JSON.parse((await executor.query(alone)).text)).toEqual({ data: { bump: '96.00', note: true } })
  })

  test('and of many at once, none is lost', async () => {
    // PostgreSQL looks for deadlocks after a second of waiting, and there may be several of them.
    await using world = await startWorld(dialect, 'timeout: "60s"')
    // Of so many in two orders one may lose to others as often as the gateway does it again: nothing of it is done then.
    const transfer = async (from: number, to: number) => {
      for (;;) {
        const answer = await world.run(`mutation { transfer(from: ${from}, to: ${to}, amount: 1) { id } }`)
        if (answer.errors?.[0]?.extensions?.reason !== 'db_conflict') return answer
      }
    }
    const all = Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? transfer(3, 1) : transfer(1, 3)))
    for (const { errors } of await Promise.all(all)) expect(errors).toBeUndefined()
    expect((await world.run('{ accounts { balance } }')).data?.accounts).toEqual([
      { balance: '96.00' },
      { balance: '0.50' },
      { balance: '11.00' },
    ])
  })
})

test('PostgreSQL: a list is one array for a function, with the types of its items', async () => {
  await using database = await createDatabase(
    'postgres',
    `CREATE TABLE accounts (id BIGINT PRIMARY KEY, opened TIMESTAMPTZ);
    INSERT INTO accounts VALUES (1, '2026-01-31T08:00:00Z'), (2, NULL), (3, '2026-02-01T08:00:00Z');
    CREATE FUNCTION pick(ids BIGINT[], times TIMESTAMPTZ[]) RETURNS SETOF accounts LANGUAGE sql AS $$
      SELECT * FROM accounts WHERE id = ANY (ids) OR opened = ANY (times) ORDER BY id $$;
    CREATE FUNCTION size(tags TEXT[]) RETURNS INT LANGUAGE sql AS $$ SELECT cardinality(tags) $$`,
  )
  const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    scalar DateTime
    type Query { accounts: [Account!] @sql }
    type Mutation {
      pick(ids: [ID], times: [DateTime!]): [Account!] @sql(execute: "SELECT * FROM pick({$args.ids}, {$args.times})")
      size(tags: [String]): Int @sql(execute: "SELECT size({$args.tags})")
    }
    type Account @sql(table: "accounts") { id: ID! opened: DateTime }`
  await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
  const run = async (fields: string) => (await gateway.query(`mutation { ${fields} }`)).body
  expect(await run('pick(ids: [2, null, 4], times: ["2026-02-01T09:00:00+01:00"]) { id }')).toEqual({
    data: { pick: [{ id: '2' }, { id: '3' }] },
  })
  expect(await run('pick(ids: [], times: null) { id }')).toEqual({ data: { pick: [] } })
  expect(await run(`size(tags: ["a,b", "}", null, "'"])`)).toEqual({ data: { size: 4 } })
  expect(gateway.log.map(({ text }) => text)).toContain('SELECT * FROM pick($1, $2)')
})

for (const server of ['mariadb', 'mysql'] as const)
  testOn(server)(
    `A procedure that ends its transaction is told by all fields of a @transaction, and by none that is alone (${server})`,
    async () => {
      const bodies = {
        committing: 'UPDATE accounts SET balance = balance + 1 WHERE id = 1; COMMIT;',
        reopening: 'COMMIT; START TRANSACTION READ WRITE; UPDATE accounts SET balance = balance + 1 WHERE id = 1;',
        defining: 'CREATE TABLE IF NOT EXISTS made (id INT);',
        undoing: 'ROLLBACK;',
        failing: "COMMIT; SIGNAL SQLSTATE '45000';",
        refusing: "SIGNAL SQLSTATE '45000';",
      }
      const procedures = Object.entries(bodies).map(([name, body]) => `CREATE PROCEDURE ${name}() BEGIN ${body} END;`)
      await using database = await createDatabaseOn(server, TABLES + procedures.join(''))
      const fields = Object.keys(bodies).map(name => `${name}: Boolean @sql(execute: "CALL ${name}()")`)
      const schema = `extend schema @source(name: "db", sql: { url: "{$env.DB_URL}" })
    type Query { notes: [Note!] @sql(orderBy: "id") }
    type Mutation { ${fields.join(' ')} add(id: Int!): Note @sql(insert: { id: "{$args.id}" }) }
    type Note @sql(table: "notes") { id: Int! }`
      await using gateway = await startTestGateway({ schema, environment: { DB_URL: database.url } })
      const ended =
        'The procedure has ended the transaction itself (COMMIT, ROLLBACK, a change of a table): what was changed before may stay; the outcome of the mutation is unknown.'
      let id = 0
      for (const name of ['committing', 'reopening', 'defining', 'undoing', 'failing']) {
        id++
        const operation = `mutation @transaction { before: add(id: ${id}) { id } ${name} after: add(id: ${id + 100}) { id } }`
        const { body } = await gateway.query(operation)
        const extensions = { code: 'DOWNSTREAM_SERVICE_ERROR', source: 'db', reason: 'db_error', retryable: false }
        const told = (path: string) => expect.objectContaining({ message: ended, path: [path], extensions })
        expect(body).toEqual({
          data: { before: null, [name]: null, after: null },
          errors: [told('before'), told(name), told('after')],
        })
      }
      // All but the one that was undone.
      expect((await gateway.query('{ notes { id } }')).body).toEqual({
        data: { notes: [1, 2, 3, 5].map(id => ({ id })) },
      })
      const { body } = await gateway.query('mutation @transaction { add(id: 50) { id } refusing }')
      expect(body).toMatchObject({
        data: { add: null, refusing: null },
        errors: [{ extensions: { reason: 'db_rolled_back' } }, { extensions: { reason: 'db_error' } }],
      })
      expect((await gateway.query('mutation { committing undoing }')).body).toEqual({
        data: { committing: true, undoing: true },
      })
      expect((await gateway.query('{ notes { id } }')).body).toEqual({
        data: { notes: [1, 2, 3, 5].map(id => ({ id })) },
      })
    },
  )
