-- A Merkle tree over everything that happens (core/domain/journal): its leaves, of the hashes above them every fourth level, and
-- how large it is. What the leaves commit to stands where it always stood, and says which leaf is its own.
CREATE TABLE journal_leaves (
  seq        INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL,
  subject    TEXT NOT NULL,
  at         INTEGER NOT NULL,
  salt       BLOB,
  commitment BLOB NOT NULL
) STRICT;
-- A salt may go, with what it hides; nothing else ever changes.
CREATE TRIGGER leaves_are_not_changed BEFORE UPDATE ON journal_leaves
  WHEN new.salt IS NOT NULL OR new.seq <> old.seq OR new.kind <> old.kind OR new.subject <> old.subject OR new.at <> old.at
    OR new.commitment <> old.commitment
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER leaves_are_not_deleted BEFORE DELETE ON journal_leaves
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TABLE journal_nodes (
  level INTEGER NOT NULL,
  place INTEGER NOT NULL,
  hash  BLOB NOT NULL,
  PRIMARY KEY (level, place)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER nodes_are_not_changed BEFORE UPDATE ON journal_nodes
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER nodes_are_not_deleted BEFORE DELETE ON journal_nodes
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
ALTER TABLE journal ADD COLUMN leaves INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN leaves_from INTEGER NOT NULL DEFAULT 0;
ALTER TABLE journal ADD COLUMN roots BLOB NOT NULL DEFAULT x'';
ALTER TABLE events ADD COLUMN leaf INTEGER;
ALTER TABLE postings ADD COLUMN leaf INTEGER;
ALTER TABLE till ADD COLUMN leaf INTEGER;
