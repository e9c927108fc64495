-- The authority's own lists: what holds a post back (words, protected names and addresses), and what is allowed though
-- it looks like something that is held.
CREATE TABLE watched_phrases (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                  -- word, name, address, allowed
    text TEXT NOT NULL,
    added_by BIGINT NOT NULL REFERENCES users (id),
    added_at BIGINT NOT NULL,
    UNIQUE (kind, text)
);
