-- Every three characters that stand together in what is known of a payment: what people type is found among a million
-- without reading them. Payments up to `upto` are in it; those behind it are few, and read.
-- It has a copy of the words: forty of them lie on a page on which one payment lies with all that is known of it.
CREATE VIRTUAL TABLE payment_words USING fts5(search, tokenize = 'trigram', detail = 'none', columnsize = 0);
CREATE TABLE payment_words_place (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  upto INTEGER NOT NULL
) STRICT;
INSERT INTO payment_words_place (one, upto) VALUES (1, 0);
CREATE TRIGGER payment_words_follow AFTER UPDATE OF search ON payments
WHEN new.search <> old.search AND old.seq <= (SELECT upto FROM payment_words_place)
BEGIN
  UPDATE payment_words SET search = new.search WHERE rowid = old.seq;
END;
-- What ended in another way is rare, and looked for among a million that did not.
CREATE INDEX payments_ended_otherwise ON payments (state) WHERE state IN ('failed', 'cancelled', 'refunded', 'reversed');
