-- Money that the bank was asked to collect from a customer who gets cash for it: what was asked, and how it stands.
CREATE TABLE collections (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  upstream   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  state      TEXT NOT NULL,
  amount     INTEGER NOT NULL CHECK (amount > 0),
  bank_fee   INTEGER NOT NULL CHECK (bank_fee >= 0 AND bank_fee < amount),
  customer   TEXT NOT NULL,
  code       TEXT NOT NULL,
  bank_ref   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  who        TEXT NOT NULL,
  opened_at  INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  paid_at    INTEGER NOT NULL,
  moved_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX collections_open ON collections (state) WHERE state IN ('asked', 'waiting', 'paid');
-- Once handed out, for ever.
CREATE TRIGGER collection_is_paid_out_once BEFORE UPDATE OF state ON collections
WHEN old.state = 'handedOut'
BEGIN
  SELECT raise(ABORT, 'the collection was paid out');
END;
