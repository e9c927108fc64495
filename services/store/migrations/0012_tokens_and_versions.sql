-- API tokens have a name, scopes and an end, and a number by which they can be spoken of without their hash.
CREATE TABLE bearer_tokens (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    scopes TEXT NOT NULL,                -- of read, write, intake; with spaces between
    created_at BIGINT NOT NULL,
    created_by BIGINT REFERENCES users (id),
    ends_at BIGINT,                      -- null: until it is revoked
    used_at BIGINT,                      -- to the minute
    revoked_at BIGINT
);
CREATE INDEX bearer_tokens_by_user ON bearer_tokens (user_id, id);
INSERT INTO bearer_tokens (token_hash, user_id, name, scopes, created_at, used_at)
SELECT token_hash, user_id, '', 'read write intake', created_at, used_at FROM api_tokens;
DROP TABLE api_tokens;

-- Whoever changes a person or unit names the version that was read.
ALTER TABLE users ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE units ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- How many cases a change of rights would open or close to someone.
CREATE INDEX cases_by_access_group ON cases (access_group_id, changed_at, id);
