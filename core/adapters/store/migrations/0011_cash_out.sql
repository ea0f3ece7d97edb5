-- One incoming credit pays for at most one cash-out, whatever the program believes.
CREATE UNIQUE INDEX credit_pays_once ON till (subject) WHERE kind = 'cashedOut';
CREATE INDEX till_cashed_out ON till (at) WHERE kind = 'cashedOut';
