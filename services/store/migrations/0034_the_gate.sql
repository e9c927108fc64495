-- What the authority said of each day of the post list when it was over, as it signed it: kept, so that nobody can say
-- something else of it later.
CREATE TABLE post_day_statements (
    day TEXT PRIMARY KEY,                -- Danish date
    statement TEXT NOT NULL,             -- services/post_list/statements.hpp
    signature TEXT NOT NULL,             -- hexadecimal, Ed25519
    public_key TEXT NOT NULL,            -- hexadecimal
    entries BIGINT NOT NULL,             -- how many the day had
    last_serial BIGINT NOT NULL,         -- the highest of its numbers, 0 where it has none
    made_at BIGINT NOT NULL
);

-- What was taken down and shown again by a new decision: the tombstone that was there meanwhile.
CREATE TABLE post_tombstones (
    id INTEGER PRIMARY KEY,
    entry_id BIGINT NOT NULL REFERENCES post_list_entries (id),
    taken_down_at BIGINT NOT NULL,
    exemption TEXT NOT NULL,
    shown_again_at BIGINT NOT NULL
);
CREATE INDEX post_tombstones_of ON post_tombstones (entry_id, id);

-- What is public and was hit by a list that has grown since: for a person to look at first.
CREATE TABLE post_alerts (
    entry_id BIGINT PRIMARY KEY REFERENCES post_list_entries (id),
    findings TEXT NOT NULL,              -- JSON, as the entry's reason
    found_at BIGINT NOT NULL
);

CREATE INDEX published_files_failed ON published_files (content_hash) WHERE state = 'failed';

-- Walks over all that is public, one for each time that a list has grown; a newer one ends those before.
CREATE TABLE post_rechecks (
    id INTEGER PRIMARY KEY,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT,
    last_entry BIGINT NOT NULL DEFAULT 0,
    highest_entry BIGINT NOT NULL,
    checked BIGINT NOT NULL DEFAULT 0,
    found BIGINT NOT NULL DEFAULT 0
);
