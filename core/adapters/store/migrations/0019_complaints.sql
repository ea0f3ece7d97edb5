-- What customers came back with, one row a step. It changes no payment, and no payment has to be here for it: a database
-- that is made again from the sidecar has no old ones.
CREATE TABLE complaints (
  seq     INTEGER PRIMARY KEY,
  id      TEXT NOT NULL,
  payment TEXT NOT NULL,
  step    TEXT NOT NULL CHECK (step IN ('opened', 'noted', 'closed')),
  outcome TEXT NOT NULL CHECK ((outcome <> '') = (step = 'closed')),
  note    TEXT NOT NULL,
  reach   TEXT NOT NULL,
  who     TEXT NOT NULL,
  at      INTEGER NOT NULL
) STRICT;
CREATE INDEX complaints_by_id ON complaints (id, seq);
CREATE INDEX complaints_of_payment ON complaints (payment, seq);
CREATE UNIQUE INDEX complaint_opens_once ON complaints (id) WHERE step = 'opened';
CREATE UNIQUE INDEX complaint_closes_once ON complaints (id) WHERE step = 'closed';
CREATE TRIGGER complaints_are_not_changed BEFORE UPDATE ON complaints
  BEGIN SELECT RAISE(ABORT, 'complaints are append-only'); END;
CREATE TRIGGER complaints_are_not_deleted BEFORE DELETE ON complaints
  BEGIN SELECT RAISE(ABORT, 'complaints are append-only'); END;
CREATE TRIGGER complaint_is_open BEFORE INSERT ON complaints
WHEN new.step <> 'opened' AND (NOT EXISTS (SELECT 1 FROM complaints WHERE id = new.id)
  OR EXISTS (SELECT 1 FROM complaints WHERE id = new.id AND step = 'closed'))
BEGIN
  SELECT RAISE(ABORT, 'no such complaint is open');
END;
-- Those that nobody has closed.
CREATE VIEW open_complaints AS
  SELECT seq, id, payment FROM complaints opening WHERE step = 'opened'
    AND NOT EXISTS (SELECT 1 FROM complaints closing WHERE closing.id = opening.id AND closing.step = 'closed');
