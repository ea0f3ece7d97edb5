-- Payments whose end is contradicted (paid twice, paid after all) wait for people, whatever their state.
CREATE INDEX payments_in_conflict ON payments (seq) WHERE json_extract(body, '$.conflict') <> '';
