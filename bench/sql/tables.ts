const USERS = 1_000
const POSTS = 10_000

/** 10,000 posts of 1,000 users. */
export const TABLES = `
  CREATE TABLE users (id INT PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100) NOT NULL);
  CREATE TABLE posts (
    id INT PRIMARY KEY, author_id INT NOT NULL, title VARCHAR(200) NOT NULL, body TEXT NOT NULL,
    views INT NOT NULL, published_on DATE NOT NULL
  );
  INSERT INTO users SELECT seq, CONCAT('User ', seq), CONCAT('user', seq, '@example.com') FROM seq_1_to_${USERS};
  INSERT INTO posts SELECT seq, 1 + seq * 7 MOD ${USERS}, CONCAT('The title of post ', seq),
    REPEAT('A sentence that a post may have. ', 4), seq * 3, DATE_ADD('2020-01-01', INTERVAL seq MOD 1000 DAY)
    FROM seq_1_to_${POSTS};
`
