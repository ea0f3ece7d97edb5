-- The customer book: whom the shop knows by name, with all the numbers that are sold to. What was bought for a number
-- stays in `customers`, which follows from the payments.
CREATE TABLE people (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  key      TEXT NOT NULL,
  note     TEXT NOT NULL,
  import   TEXT NOT NULL,
  added_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX people_by_key ON people (key, id);
CREATE INDEX people_by_import ON people (import) WHERE import <> '';
-- A number is in one name only.
CREATE TABLE people_numbers (
  number TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  no     INTEGER NOT NULL,
  family TEXT NOT NULL,
  import TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX people_numbers_of ON people_numbers (person, no);
CREATE INDEX people_numbers_by_import ON people_numbers (import) WHERE import <> '';
-- Found by the beginning of any word: "Bu Sri Wahyuni" is looked for as Sri.
CREATE TABLE people_words (
  word   TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (word, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_words_of ON people_words (person, word);
