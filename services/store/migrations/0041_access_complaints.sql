-- Complaints over how a request for access was answered, or over how long it takes.
CREATE TABLE access_complaints (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    about TEXT NOT NULL,                 -- decision, slowness
    received_on TEXT NOT NULL,           -- Danish date
    document_id BIGINT NOT NULL REFERENCES documents (id),  -- the complaint as it was journaled
    state TEXT NOT NULL,                 -- open, reopened, sent_on
    settled_on TEXT,
    settled_by BIGINT REFERENCES users (id),
    sent_to TEXT NOT NULL DEFAULT '',    -- who decides on it, once it is sent on
    letter_id BIGINT REFERENCES documents (id)  -- that it was sent on with
);
CREATE INDEX access_complaints_of ON access_complaints (request_id, id);
CREATE INDEX access_complaints_open ON access_complaints (received_on, id) WHERE state = 'open';
