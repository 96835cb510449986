const USERS = 1_000
const POSTS = 10_000

const CREATE = `
  CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100) NOT NULL);
  CREATE TABLE posts (
    id INT PRIMARY KEY, author_id INT NOT NULL, title VARCHAR(200) NOT NULL, body TEXT NOT NULL,
    views INT NOT NULL, published_on DATE NOT NULL
  );`

/** 10,000 posts of 1,000 users; `numbers` are rows with a column seq from 1 on, `day` is a date so many days later. */
function tablesOf(numbers: (most: number) => string, day: (days: string) => string): string {
  return `${CREATE}
  INSERT INTO users SELECT seq, CONCAT('User ', seq), CONCAT('user', seq, '@example.com') FROM ${numbers(USERS)};
  INSERT INTO posts SELECT seq, 1 + seq * 7 % ${USERS}, CONCAT('The title of post ', seq),
    REPEAT('A sentence that a post may have. ', 4), seq * 3, ${day('seq % 1000')}
    FROM ${numbers(POSTS)};`
}

export const MARIADB_TABLES = tablesOf(
  most => `seq_1_to_${most}`,
  days => `DATE_ADD('2020-01-01', INTERVAL ${days} DAY)`,
)

export const POSTGRES_TABLES = `${tablesOf(
  most => `generate_series(1, ${most}) AS seq`,
  days => `DATE '2020-01-01' + ${days}`,
)} ANALYZE;`
