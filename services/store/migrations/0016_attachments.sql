-- What belongs to a document: to a draft until it is journaled, and then to its document as well. Its order is `place`.
CREATE TABLE attachments (
    id INTEGER PRIMARY KEY,
    draft_id BIGINT REFERENCES drafts (id),        -- null: it came with a letter from the mailroom
    document_id BIGINT REFERENCES documents (id),  -- null: not journaled yet
    place BIGINT NOT NULL,                         -- 1, 2, 3 ... in its document
    title TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    file_name TEXT NOT NULL,
    added_by BIGINT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL
);
CREATE INDEX attachments_of_draft ON attachments (draft_id, place) WHERE draft_id IS NOT NULL;
CREATE INDEX attachments_of_document ON attachments (document_id, place) WHERE document_id IS NOT NULL;
