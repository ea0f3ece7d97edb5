-- Another data key is written down too: the list of what happens at the door is one longer.
DROP TRIGGER access_is_not_changed;
DROP TRIGGER access_is_not_deleted;
ALTER TABLE access RENAME TO access_before;
CREATE TABLE access (
  seq    INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL CHECK (kind IN ('login', 'refused', 'locked-out', 'hand-over', 'lock', 'added', 'pin', 'removed', 'recovery-code',
                                    'device-secret', 'data-key')),
  who    TEXT NOT NULL,
  role   TEXT NOT NULL,
  giver  TEXT NOT NULL,
  tries  INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at     INTEGER NOT NULL,
  leaf   INTEGER
) STRICT;
INSERT INTO access SELECT seq, kind, who, role, giver, tries, reason, at, leaf FROM access_before;
DROP TABLE access_before;
CREATE TRIGGER access_is_not_changed BEFORE UPDATE ON access
  BEGIN SELECT RAISE(ABORT, 'what happened at the door is append-only'); END;
CREATE TRIGGER access_is_not_deleted BEFORE DELETE ON access
  BEGIN SELECT RAISE(ABORT, 'what happened at the door is append-only'); END;
