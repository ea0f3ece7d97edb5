-- What happened at the door (core/domain/identity/access): who came in, who did not, who was let in for good. Names stand here and
-- in no leaf.
CREATE TABLE access (
  seq    INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL CHECK (kind IN ('login', 'refused', 'locked-out', 'hand-over', 'lock', 'added', 'pin', 'removed', 'recovery-code',
                                    'device-secret')),
  who    TEXT NOT NULL,
  role   TEXT NOT NULL,
  giver  TEXT NOT NULL,
  tries  INTEGER NOT NULL,
  reason TEXT NOT NULL,
  at     INTEGER NOT NULL,
  leaf   INTEGER
) STRICT;
CREATE TRIGGER access_is_not_changed BEFORE UPDATE ON access
  BEGIN SELECT RAISE(ABORT, 'what happened at the door is append-only'); END;
CREATE TRIGGER access_is_not_deleted BEFORE DELETE ON access
  BEGIN SELECT RAISE(ABORT, 'what happened at the door is append-only'); END;
