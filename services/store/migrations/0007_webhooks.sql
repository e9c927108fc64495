-- Receivers of events. Each has its own place in the event log, so that what one misses it gets later, in order.
CREATE TABLE webhooks (
    id INTEGER PRIMARY KEY,
    owner_id BIGINT NOT NULL REFERENCES users (id), -- hears what this person may read
    url TEXT NOT NULL,
    secret TEXT NOT NULL,                -- signs what is sent; it has to be known, so it can't be hashed
    kinds TEXT NOT NULL,                 -- event kinds with a space between; empty: all
    active BIGINT NOT NULL,
    position BIGINT NOT NULL,            -- the last event that was delivered or passed over
    failures BIGINT NOT NULL DEFAULT 0,  -- in a row
    due_at BIGINT NOT NULL,              -- when it is tried next; while it is being sent: when the lease ends
    created_at BIGINT NOT NULL
);
CREATE INDEX webhooks_by_due ON webhooks (active, due_at, id);

CREATE TABLE webhook_deliveries (
    id INTEGER PRIMARY KEY,
    webhook_id BIGINT NOT NULL REFERENCES webhooks (id),
    first_event BIGINT NOT NULL,
    last_event BIGINT NOT NULL,
    events BIGINT NOT NULL,
    at BIGINT NOT NULL,
    took_ms BIGINT NOT NULL,
    status BIGINT NOT NULL,              -- of the answer; 0: none came
    error TEXT NOT NULL
);
CREATE INDEX webhook_deliveries_by_hook ON webhook_deliveries (webhook_id, id);
