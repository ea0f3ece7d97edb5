-- What a line's bill is asked by beside its number, as JSON; empty: as usual. Lines of before have nothing.
ALTER TABLE customer_group_members ADD COLUMN fields TEXT NOT NULL DEFAULT '';
