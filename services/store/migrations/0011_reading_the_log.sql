-- An auditor asks what one person did.
CREATE INDEX events_by_actor ON events (actor_id, id) WHERE actor_id IS NOT NULL;

-- Each server that notes who reads what. One that is gone without having ended may not have noted all (events of kind
-- reads_missing say so).
CREATE TABLE read_writers (
    id INTEGER PRIMARY KEY,
    alive_at BIGINT NOT NULL,            -- all that was read before this is in the log
    ended_at BIGINT
);

-- What the last look through the whole log found.
CREATE TABLE log_checks (
    id INTEGER PRIMARY KEY,
    checked_at BIGINT NOT NULL,
    events BIGINT NOT NULL,              -- how many were looked at
    fault_id BIGINT,                     -- null: the chain is whole
    fault TEXT NOT NULL
);
