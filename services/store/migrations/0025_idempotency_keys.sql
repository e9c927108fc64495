-- Requests that a client named by a key, with their answers, so that one who asks again is told the same and nothing is
-- done twice. Kept for a day.
CREATE TABLE idempotency_keys (
    user_id BIGINT NOT NULL REFERENCES users (id),
    key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,           -- SHA-256 of what was asked
    claim TEXT NOT NULL,                 -- of the one request that does the work
    claimed_at BIGINT NOT NULL,
    progress TEXT NOT NULL,              -- claimed, worked, answered, not_kept
    status BIGINT,                       -- of the answer, once there is one
    headers TEXT,                        -- as a JSON object
    body TEXT,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (claimed_at);
