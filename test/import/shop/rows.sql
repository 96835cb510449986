INSERT INTO countries (code, name, continent) VALUES ('FI', 'Finland', 'europe'), ('PE', 'Peru', 'south-america');
INSERT INTO currencies (code, name, digits) VALUES ('EUR', 'Euro', 2), ('PEN', 'Sol', 2);
INSERT INTO exchange_rates (from_currency, to_currency, valid_on, rate) VALUES
  ('EUR', 'PEN', '2026-01-01', 4.0125), ('PEN', 'EUR', '2026-01-01', 0.2492), ('EUR', 'PEN', '2026-02-01', 4.1);
INSERT INTO addresses (id, street, "zip code", city, country_code) VALUES
  (1, 'Aleksanterinkatu 1', '00100', 'Helsinki', 'FI'), (2, 'Jirón Puno 2', NULL, 'Lima', 'PE'), (3, 'Kauppakatu 3', '33200', 'Tampere', 'FI');
INSERT INTO customers (id, email, full_name, status, referred_by, created_at) VALUES
  (1, 'aino@example.com', 'Aino Virtanen', 'active', NULL, '2026-01-01 10:00:00'),
  (2, 'luz@example.com', 'Luz Quispe', 'new', 1, '2026-01-02 10:00:00'),
  (3, 'eero@example.com', 'Eero Mäki', 'banned', 1, '2026-01-03 10:00:00');
INSERT INTO customer_addresses (customer_id, address_id, label) VALUES (1, 1, 'home'), (1, 3, 'work'), (2, 2, NULL);
INSERT INTO "group" (id, "key", "order", "select") VALUES (1, 'vip', 1, 'x'), (2, 'staff', 2, NULL);
INSERT INTO group_members (group_id, customer_id) VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO people (id, given_name, family_name) VALUES (1, 'Kai', 'Laine'), (2, 'Rosa', 'Flores'), (3, 'Otto', 'Salo');
INSERT INTO departments (id, name, parent_id) VALUES (1, 'Shop', NULL), (2, 'Stock', 1), (3, 'Sales', 1);
INSERT INTO employees (id, person_id, department_id, manager_id, salary, hired_on, starts_at) VALUES
  (1, 1, 1, NULL, 5000.50, '2020-05-01', '08:00:00'), (2, 2, 2, 1, 4000, '2021-05-01', NULL), (3, 3, 2, 1, NULL, '2022-05-01', NULL);
INSERT INTO brands (id, name, founded) VALUES (1, 'Kuu', 1999), (2, 'Sol', NULL);
INSERT INTO categories (id, name, parent_id) VALUES (1, 'All', NULL), (2, 'Films', 1), (3, 'Books', 1);
INSERT INTO series (id, title) VALUES (1, 'Moon');
INSERT INTO products (id, sku, title, rating, brand_id, series_id, price, currency, active, "createdAt") VALUES
  (1, 'MOON-1', 'Moonrise', 'PG-13', 1, 1, 12.50, 'EUR', TRUE, '2026-01-01 00:00:00'),
  (2, 'MOON-2', 'Moonset', 'G', 1, 1, 13.00, 'EUR', TRUE, NULL),
  (3, 'SUN-1', 'Sunrise', NULL, 2, NULL, 40.00, 'PEN', FALSE, NULL);
INSERT INTO product_categories (product_id, category_id) VALUES (1, 2), (2, 2), (3, 3), (1, 1);
INSERT INTO product_relations (product_id, related_id) VALUES (1, 2), (1, 3), (2, 1);
INSERT INTO product_variants (product_id, variant_no, color, "größe") VALUES (1, 1, 'blue', 'M'), (1, 2, 'red', 'L'), (2, 1, 'blue', NULL);
INSERT INTO media (id, mime_type) VALUES (1, 'image/png');
INSERT INTO variant_images (id, product_id, variant_no, media_id) VALUES (1, 1, 2, 1), (2, 2, 1, 1);
INSERT INTO tags (id, name) VALUES (1, 'new'), (2, 'sale'), (3, 'unused');
INSERT INTO product_tags (product_id, tag_id) VALUES (1, 1), (1, 2), (2, 2);
INSERT INTO warehouses (id, name, address_id, head) VALUES (1, 'North', 3, 2), (2, 'South', 2, NULL);
INSERT INTO stock_levels (warehouse_id, product_id, variant_no, quantity) VALUES (1, 1, 1, 7), (1, 1, 2, 0), (2, 2, 1, 3);
INSERT INTO orders (id, customer_id, billing_address_id, shipping_address_id, currency, customer, placed_at) VALUES
  (1, 1, 1, 3, 'EUR', 'A. Virtanen', '2026-03-01 12:00:00'), (2, 2, 2, NULL, 'PEN', NULL, '2026-03-02 12:00:00'), (3, 1, 1, 1, 'EUR', NULL, '2026-03-03 12:00:00');
INSERT INTO order_lines (order_id, line_no, product_id, variant_no, quantity, unit_price) VALUES
  (1, 1, 1, 1, 2, 12.50), (1, 2, 2, NULL, 1, 13.00), (2, 1, 3, NULL, 5, 40.00), (3, 1, 1, 2, 1, 12.50);
INSERT INTO payments (id, order_id, method, amount, paid_at) VALUES (1, 1, 'bank transfer', 38.00, '2026-03-01 13:00:00'), (2, 3, 'card', 12.50, NULL);
INSERT INTO refunds (payment_id, amount, reason) VALUES (2, 12.50, 'broken');
INSERT INTO shipments (id, order_id, carrier_id, warehouse_id) VALUES (1, 1, NULL, 1);
INSERT INTO shipment_lines (shipment_id, order_id, line_no) VALUES (1, 1, 1), (1, 1, 2);
INSERT INTO reviews (id, product_id, customer_id, stars, body) VALUES (1, 1, 1, 5, 'Good.'), (2, 1, 2, 3, NULL), (3, 2, 1, 4, NULL);
INSERT INTO queries (id, "where", "limit", "first", customer_id) VALUES (1, 'moon', 10, 'a', 1), (2, 'sun', NULL, 'b', NULL);
INSERT INTO "2nd hand items" ("item no", "it's", "a.b", "user_id", "userId", "product id") VALUES (7, 'used', 'dot', 'u1', 'u2', 1);
INSERT INTO event_log (happened_at, what, customer_id) VALUES ('2026-03-01 12:00:00', 'login', 1), ('2026-03-01 12:01:00', 'logout', 1);
