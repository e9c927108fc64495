-- People and organisations who see their own cases. They are no users: they are known by the number that a provider of
-- OpenID Connect vouches for, as long as they are signed in.
CREATE TABLE citizen_sessions (
    token_hash TEXT PRIMARY KEY,         -- SHA-256 of the cookie
    identifier_kind TEXT NOT NULL,       -- cpr, cvr
    identifier TEXT NOT NULL,
    name TEXT NOT NULL,                  -- as the provider gives it
    csrf TEXT NOT NULL,
    id_token TEXT NOT NULL,              -- the provider wants it back when they sign out
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX citizen_sessions_by_end ON citizen_sessions (ends_at);

-- What a party sees of its case, besides what was sent to its number: what came from it, and what was released to it.
-- By number, not by row of parties: what was told to one person is never another's.
CREATE TABLE party_documents (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    identifier_kind TEXT NOT NULL,
    identifier TEXT NOT NULL,
    ground TEXT NOT NULL,                -- written, released
    title TEXT NOT NULL,                 -- as the party sees it
    noted_by BIGINT REFERENCES users (id), -- null: the party itself, or who acts for it
    noted_at BIGINT NOT NULL,
    taken_back_at BIGINT,
    taken_back_by BIGINT REFERENCES users (id),
    taken_back_reason TEXT NOT NULL DEFAULT ''
);
CREATE INDEX party_documents_of ON party_documents (identifier, identifier_kind, case_id);
CREATE INDEX party_documents_by_document ON party_documents (document_id, id);
CREATE INDEX sendings_by_receiver ON sendings (receiver, receiver_kind, document_id);

-- Cases that are not shown to their parties, or not to one of them, and why.
CREATE TABLE party_closings (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    identifier_kind TEXT NOT NULL,       -- none: all parties
    identifier TEXT NOT NULL,
    reason TEXT NOT NULL,
    closed_by BIGINT NOT NULL REFERENCES users (id),
    closed_at BIGINT NOT NULL,
    PRIMARY KEY (case_id, identifier_kind, identifier)
);

-- Who acts for whom (forvaltningsloven § 8).
CREATE TABLE powers_of_attorney (
    id INTEGER PRIMARY KEY,
    giver_kind TEXT NOT NULL,
    giver TEXT NOT NULL,
    giver_name TEXT NOT NULL,
    attorney_kind TEXT NOT NULL,
    attorney TEXT NOT NULL,
    attorney_name TEXT NOT NULL,         -- as the giver wrote it
    case_id BIGINT REFERENCES cases (id), -- null: all of the giver's cases
    last_day TEXT NOT NULL,              -- Danish date
    given_at BIGINT NOT NULL,
    withdrawn_at BIGINT
);
CREATE INDEX powers_by_attorney ON powers_of_attorney (attorney, attorney_kind, id);
CREATE INDEX powers_by_giver ON powers_of_attorney (giver, giver_kind, id);
