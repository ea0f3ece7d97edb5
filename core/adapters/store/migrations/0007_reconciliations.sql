-- Settlement files that were read against our attempts: what was found, and which proposed postings somebody applied.
CREATE TABLE reconciliations (
  seq        INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  upstream   TEXT NOT NULL,
  sha256     TEXT NOT NULL,
  state      TEXT NOT NULL,
  body       TEXT NOT NULL
) STRICT;
CREATE INDEX reconciliations_of_file ON reconciliations (upstream, sha256);

CREATE TABLE reconcile_findings (
  run          INTEGER NOT NULL REFERENCES reconciliations (seq),
  no           INTEGER NOT NULL,
  line         INTEGER NOT NULL,
  class        TEXT NOT NULL,
  proposal     TEXT NOT NULL,
  reference    TEXT NOT NULL,
  trx_id       TEXT NOT NULL,
  product      TEXT NOT NULL,
  number       TEXT NOT NULL,
  their_amount INTEGER,
  their_status TEXT NOT NULL,
  payment      TEXT NOT NULL,
  our_amount   INTEGER,
  our_state    TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (run, no)
) STRICT, WITHOUT ROWID;

-- A proposal is applied once, whichever run proposed it; also in a database that came back without the run.
CREATE TABLE reconcile_applied (
  run       TEXT NOT NULL,
  no        INTEGER NOT NULL,
  upstream  TEXT NOT NULL,
  reference TEXT NOT NULL,
  proposal  TEXT NOT NULL,
  theirs    INTEGER NOT NULL,
  amount    INTEGER NOT NULL CHECK (amount <> 0),
  reason    TEXT NOT NULL CHECK (reason <> ''),
  user      TEXT NOT NULL,
  at        INTEGER NOT NULL,
  UNIQUE (upstream, reference, proposal, theirs)
) STRICT;
CREATE TRIGGER applied_is_not_changed BEFORE UPDATE ON reconcile_applied
  BEGIN SELECT RAISE(ABORT, 'what was applied stays applied'); END;
CREATE TRIGGER applied_is_not_deleted BEFORE DELETE ON reconcile_applied
  BEGIN SELECT RAISE(ABORT, 'what was applied stays applied'); END;
