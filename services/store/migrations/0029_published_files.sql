-- What everybody may fetch of a document on the post list: drawn anew from what was received, which itself is never
-- shown. By the content, so that the same bytes are drawn once.
CREATE TABLE published_files (
    content_hash TEXT PRIMARY KEY REFERENCES contents (hash),
    file_hash TEXT NOT NULL DEFAULT '',  -- in the file store; '' where it failed
    state TEXT NOT NULL,                 -- waiting (read anew since it was made), ready, failed
    reason TEXT NOT NULL DEFAULT '',     -- why it failed: a reason key of ocr/redaction.hpp
    made_at BIGINT NOT NULL
);
CREATE INDEX published_files_by_file ON published_files (file_hash);
