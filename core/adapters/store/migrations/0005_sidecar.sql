-- How many units of work this database holds, and the mark of the last one. The sidecar journal has the same number,
-- and the one with the larger one brings the other up at the next start; under one number the marks are the same.
CREATE TABLE journal (
  only    INTEGER PRIMARY KEY CHECK (only = 1),
  commits INTEGER NOT NULL,
  mark    TEXT NOT NULL
) STRICT;
-- Zero is a database that nothing was ever written to; an older one has something already.
INSERT INTO journal (only, commits, mark)
  SELECT 1, EXISTS (SELECT 1 FROM settings) OR EXISTS (SELECT 1 FROM payments), '';
-- A new sidecar takes an open payment's postings along.
CREATE INDEX postings_of_payment ON postings (payment);
