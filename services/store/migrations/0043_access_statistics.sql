-- How many were received in a year.
CREATE INDEX access_requests_by_receipt ON access_requests (received_on, id);
