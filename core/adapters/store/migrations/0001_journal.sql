-- The journal and what is projected from it. Money is integer rupiah, times are milliseconds since 1970 UTC.
CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE payments (
  seq           INTEGER PRIMARY KEY,
  ref           TEXT NOT NULL UNIQUE,
  client_ref    TEXT NOT NULL UNIQUE,
  claim_code    TEXT UNIQUE,
  product       TEXT NOT NULL,
  number        TEXT NOT NULL,
  customer_name TEXT NOT NULL,
  state         TEXT NOT NULL,
  business_date TEXT NOT NULL,
  accepted_at   INTEGER NOT NULL,
  total         INTEGER NOT NULL CHECK (total > 0),
  held          INTEGER NOT NULL CHECK (held >= 0),
  profit        INTEGER NOT NULL,
  search        TEXT NOT NULL,
  body          TEXT NOT NULL
) STRICT;
CREATE INDEX payments_by_day ON payments (business_date, state);
CREATE INDEX payments_same_today ON payments (product, number, business_date);
CREATE INDEX payments_open ON payments (state)
  WHERE state IN ('accepted', 'sending', 'pending', 'suspect', 'review', 'refundDue');

-- One row per attempt. The partial index is the promise that a payment has at most one attempt that may move money.
CREATE TABLE attempts (
  payment     TEXT NOT NULL REFERENCES payments (ref),
  no          INTEGER NOT NULL,
  upstream    TEXT NOT NULL,
  attempt_ref TEXT NOT NULL,
  outcome     TEXT NOT NULL,
  PRIMARY KEY (payment, no),
  UNIQUE (upstream, attempt_ref)
) STRICT;
CREATE UNIQUE INDEX one_live_attempt ON attempts (payment)
  WHERE outcome IN ('armed', 'pending', 'suspect', 'succeeded');

CREATE TABLE events (
  seq     INTEGER PRIMARY KEY,
  payment TEXT NOT NULL,
  kind    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  body    TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_payment ON events (payment, seq);
CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE postings (
  id      INTEGER PRIMARY KEY,
  payment TEXT NOT NULL,
  at      INTEGER NOT NULL,
  why     TEXT NOT NULL
) STRICT;
CREATE TABLE legs (
  posting INTEGER NOT NULL REFERENCES postings (id),
  account TEXT NOT NULL,
  amount  INTEGER NOT NULL CHECK (amount <> 0)
) STRICT;
CREATE INDEX legs_of_account ON legs (account, posting);
CREATE TRIGGER legs_are_not_changed BEFORE UPDATE ON legs
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER legs_are_not_deleted BEFORE DELETE ON legs
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- Running balances, kept by the same transaction that writes the legs.
CREATE TABLE balances (
  account TEXT PRIMARY KEY,
  amount  INTEGER NOT NULL
) STRICT;
CREATE TRIGGER legs_make_balances AFTER INSERT ON legs
  BEGIN
    INSERT INTO balances (account, amount) VALUES (NEW.account, NEW.amount)
      ON CONFLICT (account) DO UPDATE SET amount = amount + NEW.amount;
  END;

CREATE TABLE outbox (
  payment TEXT PRIMARY KEY REFERENCES payments (ref),
  kind    TEXT NOT NULL,
  due_at  INTEGER NOT NULL,
  tries   INTEGER NOT NULL
) STRICT;

CREATE TABLE customers (
  number       TEXT NOT NULL,
  family       TEXT NOT NULL,
  name         TEXT NOT NULL COLLATE NOCASE,
  last_product TEXT NOT NULL,
  last_at      INTEGER NOT NULL,
  purchases    INTEGER NOT NULL,
  PRIMARY KEY (number, family)
) STRICT, WITHOUT ROWID;
CREATE INDEX customers_by_name ON customers (name);

CREATE TABLE products (
  position INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  body     TEXT NOT NULL
) STRICT;

CREATE TABLE prints (
  seq     INTEGER PRIMARY KEY,
  payment TEXT NOT NULL,
  kind    TEXT NOT NULL,
  copy_no INTEGER NOT NULL,
  state   TEXT NOT NULL,
  detail  TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX prints_of_payment ON prints (payment, kind);

CREATE TABLE batches (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  started_at INTEGER NOT NULL,
  ended_at   INTEGER NOT NULL,
  body       TEXT NOT NULL
) STRICT;
