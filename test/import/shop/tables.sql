-- A shop, in one description for every dialect (see shop-sql.ts): SERIAL and BIGSERIAL are keys that the database
-- counts, ENUM is what each dialect has for it, and the text behind --! is the comment of a table or column.

CREATE TABLE countries ( --! Countries that the shop sends to
  code CHAR(2) NOT NULL PRIMARY KEY, --! ISO 3166-1
  name VARCHAR(100) NOT NULL,
  continent ENUM('africa', 'asia', 'europe', 'north-america', 'south-america', 'oceania') NOT NULL
);

CREATE TABLE currencies (
  code CHAR(3) NOT NULL PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  digits SMALLINT NOT NULL DEFAULT 2
);

CREATE TABLE exchange_rates (
  from_currency CHAR(3) NOT NULL,
  to_currency CHAR(3) NOT NULL,
  valid_on DATE NOT NULL,
  rate DECIMAL(18, 8) NOT NULL,
  PRIMARY KEY (from_currency, to_currency, valid_on),
  FOREIGN KEY (from_currency) REFERENCES currencies (code),
  FOREIGN KEY (to_currency) REFERENCES currencies (code)
);

CREATE TABLE tax_rates (
  country_code CHAR(2) NOT NULL,
  kind ENUM('standard', 'reduced', 'zero') NOT NULL,
  rate DECIMAL(5, 2) NOT NULL,
  PRIMARY KEY (country_code, kind),
  FOREIGN KEY (country_code) REFERENCES countries (code)
);

CREATE TABLE addresses (
  id SERIAL,
  street VARCHAR(200) NOT NULL,
  "zip code" VARCHAR(20),
  city VARCHAR(100) NOT NULL,
  country_code CHAR(2) NOT NULL,
  latitude DOUBLE,
  longitude DOUBLE,
  FOREIGN KEY (country_code) REFERENCES countries (code)
);

CREATE TABLE customers ( --! People and companies that buy
  id SERIAL,
  email VARCHAR(200) NOT NULL, --! Where invoices go; one account for each
  full_name VARCHAR(200) NOT NULL,
  status ENUM('new', 'active', 'banned') NOT NULL DEFAULT 'new',
  "2fa" BOOLEAN NOT NULL DEFAULT FALSE,
  birth_date DATE,
  referred_by INTEGER, --! Who brought this customer
  preferences JSON,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  UNIQUE (email),
  FOREIGN KEY (referred_by) REFERENCES customers (id)
);

CREATE TABLE customer_addresses ( --! A join table with a column of its own
  customer_id INTEGER NOT NULL,
  address_id INTEGER NOT NULL,
  label VARCHAR(50),
  PRIMARY KEY (customer_id, address_id),
  FOREIGN KEY (customer_id) REFERENCES customers (id),
  FOREIGN KEY (address_id) REFERENCES addresses (id)
);

CREATE TABLE "group" ( --! Groups of customers; a reserved word
  id SERIAL,
  "key" VARCHAR(40) NOT NULL,
  "order" INTEGER NOT NULL DEFAULT 0,
  "select" VARCHAR(40),
  UNIQUE ("key")
);

CREATE TABLE group_members ( --! A pure join table
  group_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  PRIMARY KEY (group_id, customer_id),
  FOREIGN KEY (group_id) REFERENCES "group" (id),
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE people (
  id SERIAL,
  given_name VARCHAR(100) NOT NULL,
  family_name VARCHAR(100) NOT NULL,
  photo BLOB
);

CREATE TABLE departments (
  id SERIAL,
  name VARCHAR(100) NOT NULL,
  parent_id INTEGER,
  UNIQUE (name),
  FOREIGN KEY (parent_id) REFERENCES departments (id)
);

CREATE TABLE employees (
  id SERIAL,
  person_id INTEGER NOT NULL,
  department_id INTEGER NOT NULL,
  manager_id INTEGER,
  salary DECIMAL(10, 2),
  hired_on DATE NOT NULL,
  starts_at TIME,
  UNIQUE (person_id),
  FOREIGN KEY (person_id) REFERENCES people (id),
  FOREIGN KEY (department_id) REFERENCES departments (id),
  FOREIGN KEY (manager_id) REFERENCES employees (id)
);

CREATE TABLE roles (
  id SERIAL,
  name VARCHAR(50) NOT NULL,
  UNIQUE (name)
);

CREATE TABLE employee_roles ( --! A join table whose other column the database fills
  employee_id INTEGER NOT NULL,
  role_id INTEGER NOT NULL,
  granted_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  PRIMARY KEY (employee_id, role_id),
  FOREIGN KEY (employee_id) REFERENCES employees (id),
  FOREIGN KEY (role_id) REFERENCES roles (id)
);

CREATE TABLE brands (
  id SERIAL,
  name VARCHAR(100) NOT NULL,
  founded SMALLINT
);

CREATE TABLE categories (
  id SERIAL,
  name VARCHAR(100) NOT NULL,
  parent_id INTEGER,
  FOREIGN KEY (parent_id) REFERENCES categories (id)
);

CREATE TABLE series ( --! One and many are the same word
  id SERIAL,
  title VARCHAR(100) NOT NULL
);

CREATE TABLE products (
  id SERIAL,
  sku VARCHAR(40) NOT NULL,
  title VARCHAR(200) NOT NULL,
  description TEXT,
  rating ENUM('G', 'PG', 'PG-13', 'R', 'NC-17'), --! For whom it is
  brand_id INTEGER,
  series_id INTEGER,
  price DECIMAL(12, 2) NOT NULL,
  currency CHAR(3) NOT NULL,
  attributes JSON,
  weight DOUBLE,
  active BOOLEAN NOT NULL DEFAULT TRUE,
  "createdAt" DATETIME,
  updated_at DATETIME,
  UNIQUE (sku),
  FOREIGN KEY (brand_id) REFERENCES brands (id),
  FOREIGN KEY (series_id) REFERENCES series (id),
  FOREIGN KEY (currency) REFERENCES currencies (code)
);

CREATE TABLE product_categories (
  product_id INTEGER NOT NULL,
  category_id INTEGER NOT NULL,
  PRIMARY KEY (product_id, category_id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (category_id) REFERENCES categories (id)
);

CREATE TABLE product_relations ( --! A pure join table of products and products
  product_id INTEGER NOT NULL,
  related_id INTEGER NOT NULL,
  PRIMARY KEY (product_id, related_id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (related_id) REFERENCES products (id)
);

CREATE TABLE product_variants (
  product_id INTEGER NOT NULL,
  variant_no INTEGER NOT NULL,
  color VARCHAR(40),
  "größe" VARCHAR(10),
  PRIMARY KEY (product_id, variant_no),
  FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE media (
  id SERIAL,
  mime_type VARCHAR(100) NOT NULL,
  content BLOB
);

CREATE TABLE variant_images ( --! Refers by a composite key
  id SERIAL,
  product_id INTEGER NOT NULL,
  variant_no INTEGER NOT NULL,
  media_id INTEGER NOT NULL,
  FOREIGN KEY (product_id, variant_no) REFERENCES product_variants (product_id, variant_no),
  FOREIGN KEY (media_id) REFERENCES media (id)
);

CREATE TABLE tags (
  id SERIAL,
  name VARCHAR(50) NOT NULL,
  UNIQUE (name)
);

CREATE TABLE product_tags (
  product_id INTEGER NOT NULL,
  tag_id INTEGER NOT NULL,
  PRIMARY KEY (product_id, tag_id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (tag_id) REFERENCES tags (id)
);

CREATE TABLE attributes (
  id SERIAL,
  name VARCHAR(50) NOT NULL
);

CREATE TABLE attribute_values (
  id SERIAL,
  attribute_id INTEGER NOT NULL,
  value VARCHAR(100) NOT NULL,
  FOREIGN KEY (attribute_id) REFERENCES attributes (id)
);

CREATE TABLE product_attribute_values (
  product_id INTEGER NOT NULL,
  attribute_value_id INTEGER NOT NULL,
  PRIMARY KEY (product_id, attribute_value_id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (attribute_value_id) REFERENCES attribute_values (id)
);

CREATE TABLE warehouses (
  id SERIAL,
  name VARCHAR(100) NOT NULL,
  address_id INTEGER,
  head INTEGER, --! The column has the name that the relation should have
  FOREIGN KEY (address_id) REFERENCES addresses (id),
  FOREIGN KEY (head) REFERENCES employees (id)
);

CREATE TABLE stock_levels (
  warehouse_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  variant_no INTEGER NOT NULL,
  quantity INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (warehouse_id, product_id, variant_no),
  FOREIGN KEY (warehouse_id) REFERENCES warehouses (id),
  FOREIGN KEY (product_id, variant_no) REFERENCES product_variants (product_id, variant_no)
);

CREATE TABLE stock_movements (
  id BIGSERIAL,
  warehouse_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  amount BIGINT NOT NULL,
  moved_at DATETIME NOT NULL,
  moved_by INTEGER,
  FOREIGN KEY (warehouse_id) REFERENCES warehouses (id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (moved_by) REFERENCES employees (id)
);

CREATE TABLE suppliers (
  id SERIAL,
  name VARCHAR(100) NOT NULL,
  "e-mail" VARCHAR(200),
  address_id INTEGER,
  FOREIGN KEY (address_id) REFERENCES addresses (id)
);

CREATE TABLE supplier_products (
  supplier_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  cost DECIMAL(12, 2) NOT NULL,
  PRIMARY KEY (supplier_id, product_id),
  FOREIGN KEY (supplier_id) REFERENCES suppliers (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE purchase_orders (
  id SERIAL,
  supplier_id INTEGER NOT NULL,
  ordered_on DATE NOT NULL,
  ordered_by_id INTEGER,
  approved_by_id INTEGER,
  FOREIGN KEY (supplier_id) REFERENCES suppliers (id),
  FOREIGN KEY (ordered_by_id) REFERENCES employees (id),
  FOREIGN KEY (approved_by_id) REFERENCES employees (id)
);

CREATE TABLE purchase_order_lines (
  purchase_order_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (purchase_order_id, line_no),
  FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE carriers (
  id SERIAL,
  name VARCHAR(100) NOT NULL,
  tracking_url VARCHAR(300)
);

CREATE TABLE orders (
  id SERIAL,
  customer_id INTEGER NOT NULL,
  billing_address_id INTEGER NOT NULL,
  shipping_address_id INTEGER,
  currency CHAR(3) NOT NULL,
  customer VARCHAR(200), --! The name at the time of the order; it collides with the relation
  placed_at DATETIME NOT NULL,
  note TEXT,
  FOREIGN KEY (customer_id) REFERENCES customers (id),
  FOREIGN KEY (billing_address_id) REFERENCES addresses (id),
  FOREIGN KEY (shipping_address_id) REFERENCES addresses (id),
  FOREIGN KEY (currency) REFERENCES currencies (code)
);

CREATE TABLE order_lines (
  order_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  variant_no INTEGER,
  quantity INTEGER NOT NULL,
  unit_price DECIMAL(12, 2) NOT NULL,
  PRIMARY KEY (order_id, line_no),
  FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (product_id, variant_no) REFERENCES product_variants (product_id, variant_no)
);

CREATE TABLE order_statuses (
  order_id INTEGER NOT NULL,
  changed_at DATETIME NOT NULL,
  status VARCHAR(20) NOT NULL,
  PRIMARY KEY (order_id, changed_at),
  FOREIGN KEY (order_id) REFERENCES orders (id)
);

CREATE TABLE payments (
  id SERIAL,
  order_id INTEGER NOT NULL,
  method ENUM('card', 'bank transfer', 'cash', 'gift card') NOT NULL,
  amount DECIMAL(12, 2) NOT NULL,
  paid_at DATETIME,
  FOREIGN KEY (order_id) REFERENCES orders (id)
);

CREATE TABLE refunds (
  payment_id INTEGER NOT NULL PRIMARY KEY,
  amount DECIMAL(12, 2) NOT NULL,
  reason VARCHAR(200),
  FOREIGN KEY (payment_id) REFERENCES payments (id)
);

CREATE TABLE shipments (
  id SERIAL,
  order_id INTEGER NOT NULL,
  carrier_id INTEGER,
  warehouse_id INTEGER NOT NULL,
  tracking_code VARCHAR(60),
  sent_at DATETIME,
  FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (carrier_id) REFERENCES carriers (id),
  FOREIGN KEY (warehouse_id) REFERENCES warehouses (id)
);

CREATE TABLE shipment_lines ( --! A join table by a composite key
  shipment_id INTEGER NOT NULL,
  order_id INTEGER NOT NULL,
  line_no INTEGER NOT NULL,
  PRIMARY KEY (shipment_id, order_id, line_no),
  FOREIGN KEY (shipment_id) REFERENCES shipments (id),
  FOREIGN KEY (order_id, line_no) REFERENCES order_lines (order_id, line_no)
);

CREATE TABLE coupons (
  code VARCHAR(30) NOT NULL PRIMARY KEY,
  percent_off SMALLINT NOT NULL,
  ends_on DATE
);

CREATE TABLE order_coupons (
  order_id INTEGER NOT NULL,
  coupon_code VARCHAR(30) NOT NULL,
  PRIMARY KEY (order_id, coupon_code),
  FOREIGN KEY (order_id) REFERENCES orders (id),
  FOREIGN KEY (coupon_code) REFERENCES coupons (code)
);

CREATE TABLE carts (
  id CHAR(36) NOT NULL PRIMARY KEY,
  customer_id INTEGER,
  UNIQUE (customer_id),
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE cart_items (
  cart_id CHAR(36) NOT NULL,
  product_id INTEGER NOT NULL,
  quantity INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (cart_id, product_id),
  FOREIGN KEY (cart_id) REFERENCES carts (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE wishlists (
  id SERIAL,
  customer_id INTEGER NOT NULL,
  title VARCHAR(100) NOT NULL,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE wishlist_items (
  wishlist_id INTEGER NOT NULL,
  product_id INTEGER NOT NULL,
  PRIMARY KEY (wishlist_id, product_id),
  FOREIGN KEY (wishlist_id) REFERENCES wishlists (id),
  FOREIGN KEY (product_id) REFERENCES products (id)
);

CREATE TABLE reviews (
  id SERIAL,
  product_id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  stars SMALLINT NOT NULL,
  body TEXT,
  UNIQUE (product_id, customer_id),
  FOREIGN KEY (product_id) REFERENCES products (id),
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE queries ( --! What customers searched for; the type Query is GraphQL's own
  id SERIAL,
  "where" VARCHAR(200) NOT NULL,
  "limit" INTEGER,
  "first" VARCHAR(10) NOT NULL,
  "__typename" VARCHAR(20),
  customer_id INTEGER,
  UNIQUE ("first"),
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE TABLE product_filters ( --! Sluice makes a type ProductFilter by itself
  id SERIAL,
  name VARCHAR(50) NOT NULL
);

CREATE TABLE page_infos (
  id SERIAL,
  url VARCHAR(200) NOT NULL
);

CREATE TABLE dates (
  id SERIAL,
  "date" DATE NOT NULL
);

CREATE TABLE "2nd hand items" ( --! Spaces, a digit first, quotes and braces
  "item no" INTEGER NOT NULL PRIMARY KEY,
  "it's" VARCHAR(20),
  "a{b}" VARCHAR(20),
  "a.b" VARCHAR(20),
  "user_id" VARCHAR(20),
  "userId" VARCHAR(20),
  "価格" INTEGER,
  "product id" INTEGER,
  FOREIGN KEY ("product id") REFERENCES products (id)
);

CREATE TABLE "addresse" ( --! The singular of addresses by a wrong rule
  id SERIAL,
  constructor VARCHAR(20)
);

CREATE TABLE address ( --! The singular of addresses by the right rule
  id SERIAL,
  line VARCHAR(100)
);

CREATE TABLE event_log (
  happened_at DATETIME NOT NULL,
  what VARCHAR(100) NOT NULL,
  customer_id INTEGER,
  FOREIGN KEY (customer_id) REFERENCES customers (id)
);

CREATE VIEW order_totals AS
  SELECT order_id, SUM(quantity * unit_price) AS total, COUNT(*) AS line_count FROM order_lines GROUP BY order_id;

CREATE VIEW active_products AS
  SELECT id, sku, title FROM products WHERE active = TRUE;
