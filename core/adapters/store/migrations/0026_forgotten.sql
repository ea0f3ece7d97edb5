-- Who is taken out of the customer book, and a group that is given up, are forgotten in the journal too: the salts of what was
-- written of them go. Found without reading all of it.
CREATE INDEX leaves_of_people ON journal_leaves (subject) WHERE kind IN ('customer', 'group');
