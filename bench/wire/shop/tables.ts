const CUSTOMERS = 50_000
const PRODUCTS = 10_000
const ORDERS = 1_000_000

/** Other numbers are other rows, in as many tables. */
const SEED = 20_261

export const STATUSES = ['new', 'paid', 'packed', 'shipped', 'returned'] as const

/** When the first order was placed, in milliseconds; they come a minute and a half after each other, for three years. */
export const FIRST_DAY = Date.UTC(2023, 0, 1)
export const DAY = 86_400_000
const SECONDS_BETWEEN_ORDERS = 94

const COUNTRIES = ['AT', 'BE', 'DE', 'ES', 'FR', 'IT', 'NL']

/** How a database writes what is not standard SQL. */
interface Words {
  readonly start: string
  /** Rows with a column of this name, from 1 on. */
  readonly numbers: (most: number, name: string) => string
  /** So many seconds after the first day. */
  readonly time: (seconds: string) => string
  readonly timeType: string
  readonly end: string
}

/**
 * 1,000,000 orders with 2,500,000 lines, 50,000 customers, 10,000 products: the same rows on each database. Foreign keys and
 * indexes are what one would make for such operations; they come last, which is faster.
 */
function tablesOf({ start, numbers, time, timeType, end }: Words): string {
  // A number at random: one step of Lehmer's generator (Park and Miller, 1988).
  const random = (number: string) => `((${number} + ${SEED}) * 48271 % 2147483647)`
  const price = (number: string) => `(500 + ${random(number)} % 50000) / 100.0`
  const oneOf = (names: readonly string[], number: string) =>
    `CASE ${random(number)} % ${names.length} ${names.map((name, at) => `WHEN ${at} THEN '${name}'`).join(' ')} END`
  return `${start}
  CREATE TABLE customers (
    id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100) NOT NULL, country VARCHAR(2) NOT NULL
  );
  CREATE TABLE products (
    id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, category VARCHAR(30) NOT NULL, price NUMERIC(10, 2) NOT NULL
  );
  CREATE TABLE orders (
    id INT PRIMARY KEY, customer_id INT NOT NULL, status VARCHAR(10) NOT NULL, placed_at ${timeType} NOT NULL,
    total NUMERIC(10, 2) NOT NULL
  );
  CREATE TABLE order_lines (
    order_id INT NOT NULL, number INT NOT NULL, product_id INT NOT NULL, quantity INT NOT NULL,
    price NUMERIC(10, 2) NOT NULL, PRIMARY KEY (order_id, number)
  );
  INSERT INTO customers
    SELECT n, CONCAT('Customer number ', n), CONCAT('customer', n, '@example.com'), ${oneOf(COUNTRIES, 'n')}
    FROM ${numbers(CUSTOMERS, 'n')};
  INSERT INTO products
    SELECT n, CONCAT('The name of product ', n), CONCAT('Category ', n % 40), ${price('n')} FROM ${numbers(PRODUCTS, 'n')};
  INSERT INTO orders
    SELECT n, 1 + ${random('n')} % ${CUSTOMERS}, ${oneOf(STATUSES, 'n * 7')},
      ${time(`(n * ${SECONDS_BETWEEN_ORDERS} + ${random('n * 3')} % 3600)`)}, ${price('n * 5')}
    FROM ${numbers(ORDERS, 'n')};
  INSERT INTO order_lines
    SELECT n, k, 1 + ${random('n * 4 + k')} % ${PRODUCTS}, 1 + (n + k) % 3, ${price('n + k')}
    FROM ${numbers(ORDERS, 'n')}, ${numbers(4, 'k')} WHERE k <= 1 + n % 4 ORDER BY n, k;
  CREATE INDEX orders_by_status ON orders (status, placed_at, id);
  CREATE INDEX orders_by_customer ON orders (customer_id, placed_at);
  CREATE INDEX orders_by_time ON orders (placed_at, total);
  CREATE INDEX lines_by_product ON order_lines (product_id);
  ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
  ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders (id);
  ALTER TABLE order_lines ADD FOREIGN KEY (product_id) REFERENCES products (id);
  ${end}`
}

export const SHOP_ON_POSTGRES = tablesOf({
  start: "SET maintenance_work_mem = '256MB'; CREATE EXTENSION pg_stat_statements;",
  numbers: (most, name) => `generate_series(1::bigint, ${most}) AS ${name}`,
  time: seconds => `TIMESTAMPTZ '2023-01-01 00:00:00Z' + ${seconds} * INTERVAL '1 second'`,
  timeType: 'TIMESTAMPTZ',
  end: '',
})

export const SHOP_ON_MARIADB = tablesOf({
  start: 'SET foreign_key_checks = 0, unique_checks = 0;',
  numbers: (most, name) => `(SELECT seq AS ${name} FROM seq_1_to_${most}) AS ${name}s`,
  time: seconds => `DATE_ADD('2023-01-01', INTERVAL ${seconds} SECOND)`,
  timeType: 'DATETIME',
  end: 'ANALYZE TABLE customers, products, orders, order_lines;',
})
