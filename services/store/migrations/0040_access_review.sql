-- What a person made of the machine's suggestions, and of whole pages, in documents that a request for access is about.
CREATE TABLE access_dismissals (
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    page BIGINT NOT NULL,                -- core::page_number
    box_left BIGINT NOT NULL,            -- in pixels of the page's picture
    box_top BIGINT NOT NULL,
    box_width BIGINT NOT NULL,
    box_height BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, document_id, page, box_left, box_top, box_width, box_height)
);

CREATE TABLE access_pages (
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    page BIGINT NOT NULL,
    exemption TEXT NOT NULL,             -- by which the whole page is held back; empty: it is given, but for its boxes
    decided_by BIGINT NOT NULL REFERENCES users (id),
    decided_at BIGINT NOT NULL,
    PRIMARY KEY (request_id, document_id, page)
);

-- What was blacked out in the same document before.
CREATE INDEX access_blackouts_by_document ON access_blackouts (document_id, page, id);
