-- The legs of a posting lie together, in their order: what a payment posted is found without reading the ledger.
CREATE TABLE legs_by_posting (
  posting INTEGER NOT NULL REFERENCES postings (id),
  no      INTEGER NOT NULL,
  account TEXT NOT NULL,
  amount  INTEGER NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (posting, no)
) STRICT, WITHOUT ROWID;
INSERT INTO legs_by_posting (posting, no, account, amount)
  SELECT posting, row_number() OVER (PARTITION BY posting ORDER BY rowid), account, amount FROM legs;
DROP TABLE legs;
ALTER TABLE legs_by_posting RENAME TO legs;
CREATE INDEX legs_of_account ON legs (account, posting);
CREATE TRIGGER legs_are_not_changed BEFORE UPDATE ON legs
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER legs_are_not_deleted BEFORE DELETE ON legs
  BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER legs_make_balances AFTER INSERT ON legs
  BEGIN
    INSERT INTO balances (account, amount) VALUES (NEW.account, NEW.amount)
      ON CONFLICT (account) DO UPDATE SET amount = amount + NEW.amount;
  END;

-- What somebody or something still has to act on. Each part has an index of its own.
CREATE VIEW open_payments AS
  SELECT seq FROM payments WHERE state IN ('accepted', 'sending', 'pending', 'suspect', 'review', 'refundDue')
  UNION SELECT seq FROM payments WHERE json_extract(body, '$.conflict') <> '';
