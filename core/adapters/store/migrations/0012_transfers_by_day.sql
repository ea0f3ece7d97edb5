-- What one person or account has moved today is asked for before every transfer.
CREATE INDEX transfers_by_day ON payments (business_date) WHERE json_extract(body, '$.kind') = 'transfer';
