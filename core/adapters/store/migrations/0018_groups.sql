-- People whose bills are paid together: a list of a neighbourhood's, in the order in which it was written.
CREATE TABLE customer_groups (
  id   TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  key  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX customer_groups_by_key ON customer_groups (key);
CREATE TABLE customer_group_members (
  group_id TEXT NOT NULL,
  no       INTEGER NOT NULL,
  name     TEXT NOT NULL,
  product  TEXT NOT NULL,
  number   TEXT NOT NULL,
  PRIMARY KEY (group_id, no)
) STRICT, WITHOUT ROWID;
