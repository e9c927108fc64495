-- Another person's word on the decisions of a request for access, and what those said whom its documents concern.
CREATE TABLE access_approvals (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    state TEXT NOT NULL,                 -- asked, approved, sent_back
    decided TEXT NOT NULL,               -- hash of the decisions and boxes that it is about
    asked_of BIGINT REFERENCES users (id),  -- null: whoever else may work on it
    asked_by BIGINT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    settled_by BIGINT REFERENCES users (id),
    settled_at BIGINT,
    reason TEXT NOT NULL DEFAULT ''      -- why it was sent back
);
CREATE INDEX access_approvals_of ON access_approvals (request_id, id);

CREATE TABLE access_hearings (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    letter_id BIGINT NOT NULL REFERENCES documents (id),  -- its receiver is who was asked
    asked_on TEXT NOT NULL,              -- Danish date
    answer_by TEXT NOT NULL,
    outcome TEXT NOT NULL,               -- waiting, agrees, objects
    answered_on TEXT,
    answer_id BIGINT REFERENCES documents (id)  -- the answer as it was journaled
);
CREATE INDEX access_hearings_of ON access_hearings (request_id, id);

CREATE TABLE access_hearing_documents (
    hearing_id BIGINT NOT NULL REFERENCES access_hearings (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    PRIMARY KEY (hearing_id, document_id)
);

-- An answer that is being journaled: a second one at the same time would leave a letter too many.
CREATE TABLE access_answering (
    request_id BIGINT PRIMARY KEY REFERENCES access_requests (id),
    since BIGINT NOT NULL
);
