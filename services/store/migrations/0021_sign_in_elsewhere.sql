-- Who a person is to a provider of OpenID Connect. The subject, never the e-mail address, is what says that it is them;
-- until they have come from there once, the name that an administrator wrote is.
CREATE TABLE openid_links (
    id INTEGER PRIMARY KEY,
    issuer TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,                  -- what the provider calls them; empty: made by a rule
    subject TEXT NOT NULL,               -- empty: has not come yet
    linked_at BIGINT NOT NULL,
    linked_by BIGINT REFERENCES users (id),
    seen_at BIGINT,
    UNIQUE (issuer, user_id)
);
CREATE UNIQUE INDEX openid_links_by_subject ON openid_links (issuer, subject) WHERE subject <> '';
CREATE UNIQUE INDEX openid_links_by_name ON openid_links (issuer, name) WHERE name <> '';

-- Sessions that began at a provider, which is told when they end. The token that it wants then is kept as long.
CREATE TABLE openid_sessions (
    token_hash TEXT PRIMARY KEY,
    issuer TEXT NOT NULL,
    id_token TEXT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX openid_sessions_by_end ON openid_sessions (ends_at);
