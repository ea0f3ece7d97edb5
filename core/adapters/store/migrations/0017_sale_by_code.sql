-- A code may be asked for to pay a sale. The sale is kept with it, so that money which arrives always finds what it was for.
ALTER TABLE collections ADD COLUMN sale TEXT NOT NULL DEFAULT '';      -- the payment as it would be accepted; '' for cash
ALTER TABLE collections ADD COLUMN sale_off INTEGER NOT NULL DEFAULT 0;
ALTER TABLE collections ADD COLUMN tell_by TEXT NOT NULL DEFAULT '';   -- whom to tell when the sale has ended
ALTER TABLE collections ADD COLUMN tell_to TEXT NOT NULL DEFAULT '';
-- One incoming credit pays at most one thing: cash, or a sale.
DROP INDEX credit_pays_once;
CREATE UNIQUE INDEX credit_pays_once ON till (subject) WHERE kind IN ('cashedOut', 'paidSale');
DROP INDEX till_cashed_out;
CREATE INDEX till_credit_used ON till (at) WHERE kind IN ('cashedOut', 'paidSale');
DROP TRIGGER collection_is_paid_out_once;
CREATE TRIGGER collection_is_used_once BEFORE UPDATE OF state ON collections
WHEN old.state IN ('handedOut', 'sold')
BEGIN
  SELECT raise(ABORT, 'the collection was used');
END;
