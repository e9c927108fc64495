-- What can be read of what everybody may fetch, page by page: read back from the drawn file itself, so that nothing is
-- shown, told in open data or found by search that cannot be seen. Gone with the file.
CREATE TABLE published_pages (
    content_hash TEXT NOT NULL REFERENCES published_files (content_hash) ON DELETE CASCADE,
    number BIGINT NOT NULL,              -- from 1
    text TEXT NOT NULL,                  -- as the drawn file says it
    besides TEXT NOT NULL,               -- seen on the page, but in no text of it, as in a photograph; for checks only
    PRIMARY KEY (content_hash, number)
);
-- Of what was drawn before, nobody knows what it says: it is drawn anew when somebody asks for it.
UPDATE published_files SET state = 'waiting' WHERE state = 'ready';
