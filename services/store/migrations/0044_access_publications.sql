-- The answer as a ZIP file beside the PDF, and answers that everybody may read.
ALTER TABLE access_answers ADD COLUMN zip_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX access_answers_by_zip ON access_answers (zip_hash) WHERE zip_hash <> '';

CREATE TABLE access_publications (
    request_id BIGINT PRIMARY KEY REFERENCES access_requests (id),
    answer_id BIGINT NOT NULL REFERENCES access_answers (id),
    title TEXT NOT NULL,                 -- as everybody sees it
    published_on TEXT NOT NULL,          -- Danish date
    published_by BIGINT NOT NULL REFERENCES users (id),
    published_at BIGINT NOT NULL,
    reason TEXT NOT NULL,                -- why in spite of what the gate found; empty: it found nothing
    taken_down_at BIGINT,
    taken_down_by BIGINT REFERENCES users (id),
    taken_down_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX access_publications_public ON access_publications (published_on, request_id) WHERE taken_down_at IS NULL;
CREATE INDEX access_publications_by_answer ON access_publications (answer_id);

-- What is covered in documents that are text without pages: words, wherever they stand in it.
CREATE TABLE access_text_blackouts (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    attachment BIGINT NOT NULL,          -- its place; 0: the document itself
    phrase TEXT NOT NULL,
    exemption TEXT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL
);
CREATE INDEX access_text_blackouts_of ON access_text_blackouts (request_id, document_id, id);
CREATE INDEX access_text_blackouts_by_document ON access_text_blackouts (document_id);
