-- A message to a customer about a payment: to whom, what it said, and what became of it.
CREATE TABLE confirmations (
  seq      INTEGER PRIMARY KEY,
  id       TEXT NOT NULL UNIQUE,
  payment  TEXT NOT NULL REFERENCES payments (ref),
  channel  TEXT NOT NULL,
  address  TEXT NOT NULL,
  state    TEXT NOT NULL,
  told     TEXT NOT NULL,
  tries    INTEGER NOT NULL CHECK (tries >= 0),
  who      TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  due_at   INTEGER NOT NULL,
  moved_at INTEGER NOT NULL,
  reason   TEXT NOT NULL
) STRICT;
CREATE INDEX confirmations_of_payment ON confirmations (payment, seq);
CREATE INDEX confirmations_open ON confirmations (state) WHERE state IN ('waiting', 'sending');
-- One message at a time to one address: two that wait would both be sent.
CREATE UNIQUE INDEX one_open_confirmation ON confirmations (payment, channel, address)
  WHERE state IN ('waiting', 'sending');
-- What left is not sent again under the same name.
CREATE TRIGGER confirmation_leaves_once BEFORE UPDATE OF state ON confirmations
WHEN old.state IN ('sent', 'unsure', 'refused', 'shown', 'void')
BEGIN
  SELECT raise(ABORT, 'the message was sent');
END;
