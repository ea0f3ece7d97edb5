-- Papers and complaints say which leaf is theirs, as payments' steps do, and a message which one it began with. Every leaf of theirs so
-- far had one row, in the same order; rows of before there was a tree come first and have none.
ALTER TABLE prints ADD COLUMN leaf INTEGER;
ALTER TABLE complaints ADD COLUMN leaf INTEGER;
ALTER TABLE confirmations ADD COLUMN leaf INTEGER;
UPDATE prints SET leaf = pair.leaf FROM (
  SELECT p.seq AS row, l.seq AS leaf
    FROM (SELECT seq, row_number() OVER (ORDER BY seq DESC) AS n FROM prints) p
    JOIN (SELECT seq, row_number() OVER (ORDER BY seq DESC) AS n FROM journal_leaves WHERE kind LIKE 'print.%') l ON l.n = p.n) pair
  WHERE prints.seq = pair.row;
DROP TRIGGER complaints_are_not_changed;
UPDATE complaints SET leaf = pair.leaf FROM (
  SELECT c.seq AS row, l.seq AS leaf
    FROM (SELECT seq, row_number() OVER (ORDER BY seq DESC) AS n FROM complaints) c
    JOIN (SELECT seq, row_number() OVER (ORDER BY seq DESC) AS n FROM journal_leaves WHERE kind = 'complaint') l ON l.n = c.n) pair
  WHERE complaints.seq = pair.row;
CREATE TRIGGER complaints_are_not_changed BEFORE UPDATE ON complaints
  BEGIN SELECT RAISE(ABORT, 'complaints are append-only'); END;
