-- What is blacked out in documents that are given in part, and the files that answers are made of.
CREATE TABLE access_blackouts (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    page BIGINT NOT NULL,                -- core::page_number: of the document, or of one of its attachments
    box_left BIGINT NOT NULL,            -- in pixels of the page's picture
    box_top BIGINT NOT NULL,
    box_width BIGINT NOT NULL,
    box_height BIGINT NOT NULL,
    exemption TEXT NOT NULL,             -- a key of core::exemptions
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL
);
CREATE INDEX access_blackouts_of ON access_blackouts (request_id, document_id, page, id);

CREATE TABLE access_answers (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    state TEXT NOT NULL,                 -- waiting, ready, failed, sent
    reason TEXT NOT NULL DEFAULT '',     -- of a failure
    failed_place BIGINT NOT NULL DEFAULT 0, -- in the file list, of what failed; 0: none
    decided TEXT NOT NULL,               -- hash of the decisions and boxes that it was made from
    widens BIGINT NOT NULL,              -- boxes were widened, so that they don't tell how long a word is
    done BIGINT NOT NULL DEFAULT 0,      -- of how many documents
    total BIGINT NOT NULL DEFAULT 0,
    file_hash TEXT NOT NULL DEFAULT '',
    page_count BIGINT NOT NULL DEFAULT 0,
    letter_id BIGINT REFERENCES documents (id),
    ends_at BIGINT,                      -- when the asker's link to it goes
    fetched BIGINT NOT NULL DEFAULT 0,   -- how often the asker has fetched it
    ordered_by BIGINT NOT NULL REFERENCES users (id),
    ordered_at BIGINT NOT NULL
);
CREATE INDEX access_answers_of ON access_answers (request_id, id);
CREATE INDEX access_answers_by_file ON access_answers (file_hash) WHERE file_hash <> '';
