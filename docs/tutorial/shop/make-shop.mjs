// Writes shop.db: what a small shop has in its database. It begins anew if the file is there.
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

rmSync('shop.db', { force: true })
const database = new DatabaseSync('shop.db')
database.exec(`
  CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL
  );
  CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    price DECIMAL(8, 2) NOT NULL,
    stock INTEGER NOT NULL
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    placed_on DATE NOT NULL
  );
  CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL,
    PRIMARY KEY (order_id, product_id)
  );
  INSERT INTO customers VALUES
    (1, 'Amara Lindqvist', 'amara@example.com', 'x'),
    (2, 'Priya Raman', 'priya@example.com', 'x');
  INSERT INTO products VALUES
    (1, 'Bread knife', 24.5, 12),
    (2, 'Proofing basket', 18, 40),
    (3, 'Baking stone', 39.9, 3);
  INSERT INTO orders VALUES
    (1, 1, '2026-11-02'),
    (2, 1, '2026-11-20'),
    (3, 2, '2026-11-21');
  INSERT INTO order_lines VALUES
    (1, 1, 1),
    (2, 2, 2),
    (2, 3, 1),
    (3, 3, 1);
`)
database.close()
console.log('shop.db: 2 customers, 3 products, 3 orders')
