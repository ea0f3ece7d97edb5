-- Where a ticket's money is to be sent, as the upstream said; empty for a ticket of our own making. A virtual account
-- knows whose money it is, so its amount may be the very one that was wanted.
CREATE TABLE tickets_with_payee (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  upstream    TEXT NOT NULL,
  wanted      INTEGER NOT NULL,
  amount      INTEGER NOT NULL CHECK (amount >= wanted AND amount < wanted + 1000),
  state       TEXT NOT NULL,
  who         TEXT NOT NULL,
  opened_at   INTEGER NOT NULL,
  moved_at    INTEGER NOT NULL,
  pay_bank    TEXT NOT NULL,
  pay_account TEXT NOT NULL,
  pay_method  TEXT NOT NULL,
  pay_note    TEXT NOT NULL
) STRICT;
INSERT INTO tickets_with_payee
  SELECT seq, id, upstream, wanted, amount, state, who, opened_at, moved_at, '', '', '', '' FROM tickets;
DROP TABLE tickets;
ALTER TABLE tickets_with_payee RENAME TO tickets;
CREATE UNIQUE INDEX one_ticket_per_amount ON tickets (upstream, amount) WHERE state IN ('open', 'transferred');
CREATE INDEX tickets_not_credited ON tickets (state) WHERE state <> 'credited';
