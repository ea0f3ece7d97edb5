-- The till: what moves money at the counter besides payments. The entries are appended; tickets and shifts are what
-- follows from them.
CREATE TABLE till (
  seq     INTEGER PRIMARY KEY,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  at      INTEGER NOT NULL,
  who     TEXT NOT NULL,
  amount  INTEGER NOT NULL CHECK (amount >= 0),
  reason  TEXT NOT NULL
) STRICT;
CREATE INDEX till_of_subject ON till (subject, kind) WHERE subject <> '';
-- A ticket is credited once, whatever the program believes.
CREATE UNIQUE INDEX credited_once ON till (subject) WHERE kind = 'ticketCredited';
CREATE UNIQUE INDEX closed_once ON till (subject) WHERE kind = 'shiftClosed';
CREATE TRIGGER till_is_not_changed BEFORE UPDATE ON till
  BEGIN SELECT RAISE(ABORT, 'the till is append-only'); END;
CREATE TRIGGER till_is_not_deleted BEFORE DELETE ON till
  BEGIN SELECT RAISE(ABORT, 'the till is append-only'); END;

CREATE TABLE tickets (
  seq       INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  upstream  TEXT NOT NULL,
  wanted    INTEGER NOT NULL,
  amount    INTEGER NOT NULL CHECK (amount > wanted AND amount < wanted + 1000),
  state     TEXT NOT NULL,
  who       TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  moved_at  INTEGER NOT NULL
) STRICT;
-- The amount is all an upstream knows a transfer by.
CREATE UNIQUE INDEX one_ticket_per_amount ON tickets (upstream, amount) WHERE state IN ('open', 'transferred');
CREATE INDEX tickets_not_credited ON tickets (state) WHERE state <> 'credited';

CREATE TABLE shifts (
  seq            INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  opened_by      TEXT NOT NULL,
  opened_at      INTEGER NOT NULL,
  float_counted  INTEGER NOT NULL,
  float_expected INTEGER NOT NULL,
  closed_by      TEXT NOT NULL,
  closed_at      INTEGER NOT NULL,  -- 0 while open
  counted        INTEGER NOT NULL,
  expected       INTEGER NOT NULL,
  reason         TEXT NOT NULL,
  first_posting  INTEGER NOT NULL,  -- the last one before it, its own count included
  last_posting   INTEGER NOT NULL   -- its last one; beyond all while open
) STRICT;
CREATE UNIQUE INDEX one_open_shift ON shifts (closed_at) WHERE closed_at = 0;

-- What an entry of the till posted.
ALTER TABLE postings ADD COLUMN till INTEGER REFERENCES till (seq);
CREATE TRIGGER postings_are_not_changed BEFORE UPDATE ON postings
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER postings_are_not_deleted BEFORE DELETE ON postings
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- What is still to be given back of a settled payment, so that the books can be checked without reading every body.
ALTER TABLE payments ADD COLUMN leftover INTEGER NOT NULL DEFAULT 0;
UPDATE payments SET leftover = json_extract(body, '$.leftover') WHERE json_extract(body, '$.leftover') > 0;
CREATE INDEX payments_with_leftover ON payments (leftover) WHERE leftover <> 0;
