-- Times are seconds since 1970 in UTC, dates are 'YYYY-MM-DD', enumerations are the names in core.

CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    parent_id BIGINT REFERENCES units (id),
    name TEXT NOT NULL UNIQUE,
    short_name TEXT NOT NULL
);

CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,           -- sign-in name, lower case
    full_name TEXT NOT NULL,
    initials TEXT NOT NULL,
    email TEXT NOT NULL,
    password_hash TEXT NOT NULL,         -- argon2id, in libsodium's own notation
    active BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE roles (
    user_id BIGINT NOT NULL REFERENCES users (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    role TEXT NOT NULL,
    PRIMARY KEY (user_id, unit_id, role)
);

-- core/rules/access.hpp says what groups there are; 0 stands for "none" in the key.
CREATE TABLE access_groups (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    unit_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    UNIQUE (kind, unit_id, user_id)
);

CREATE TABLE group_members (
    user_id BIGINT NOT NULL REFERENCES users (id),
    group_id BIGINT NOT NULL REFERENCES access_groups (id),
    PRIMARY KEY (user_id, group_id)
);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY,         -- SHA-256 of the cookie: a stolen backup opens nothing
    user_id BIGINT NOT NULL REFERENCES users (id),
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE api_tokens (
    token_hash TEXT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    used_at BIGINT
);

-- Failed sign-ins slow the next ones down, by name and by address.
CREATE TABLE sign_in_failures (
    key TEXT PRIMARY KEY,
    failures BIGINT NOT NULL,
    next_at BIGINT NOT NULL
);

CREATE TABLE subjects (
    number TEXT PRIMARY KEY,             -- KLE "27.35.00"
    title TEXT NOT NULL
);

CREATE TABLE facets (
    code TEXT PRIMARY KEY,               -- KLE "P19"
    title TEXT NOT NULL
);

CREATE TABLE number_series (
    name TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    public_title TEXT NOT NULL,
    subject TEXT NOT NULL,
    facet TEXT NOT NULL,
    state TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    caseworker_id BIGINT REFERENCES users (id),
    confidentiality TEXT NOT NULL,
    access_group_id BIGINT NOT NULL REFERENCES access_groups (id),
    opened_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    closed_at BIGINT,
    documents BIGINT NOT NULL DEFAULT 0, -- the last document number given
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX cases_by_change ON cases (changed_at, id);
CREATE INDEX cases_by_caseworker ON cases (caseworker_id, changed_at, id);
CREATE INDEX cases_by_unit ON cases (unit_id, changed_at, id);
CREATE INDEX cases_by_subject ON cases (subject, changed_at, id);

CREATE TABLE parties (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    identifier TEXT NOT NULL,
    address TEXT NOT NULL
);
CREATE INDEX parties_by_case ON parties (case_id, id);
CREATE INDEX parties_by_identifier ON parties (identifier) WHERE identifier <> '';

-- What is known of some bytes: the same for every item and document that has them.
CREATE TABLE contents (
    hash TEXT PRIMARY KEY,
    media_type TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    outcome TEXT NOT NULL,               -- unread, complete, partly, failed
    reason TEXT NOT NULL,
    page_count BIGINT NOT NULL,
    pdf_hash TEXT NOT NULL,              -- the searchable PDF, empty until there is one
    read_at BIGINT
);

CREATE TABLE pages (
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    number BIGINT NOT NULL,
    source TEXT NOT NULL,                -- recognised, text_layer, none
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    confidence BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    words_hash TEXT NOT NULL,
    picture_hash TEXT NOT NULL,
    thumbnail_hash TEXT NOT NULL,
    PRIMARY KEY (content_hash, number)
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    public_title TEXT NOT NULL,
    direction TEXT NOT NULL,
    correspondent TEXT NOT NULL,
    public_correspondent TEXT NOT NULL,
    letter_date TEXT,
    received TEXT NOT NULL,
    journaled_at BIGINT NOT NULL,
    journaled_by BIGINT NOT NULL REFERENCES users (id),
    publication TEXT NOT NULL,
    access_group_id BIGINT NOT NULL REFERENCES access_groups (id),
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    file_name TEXT NOT NULL,
    UNIQUE (case_id, number)
);
CREATE INDEX documents_by_content ON documents (content_hash);

CREATE TABLE incoming_items (
    id INTEGER PRIMARY KEY,
    received_at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    file_name TEXT NOT NULL,
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    pages_read BIGINT NOT NULL DEFAULT 0,
    pages_expected BIGINT NOT NULL DEFAULT 0,  -- while it is read
    first_words TEXT NOT NULL DEFAULT '',
    unit_id BIGINT NOT NULL REFERENCES units (id),
    assigned_to BIGINT REFERENCES users (id),
    access_group_id BIGINT NOT NULL REFERENCES access_groups (id),
    duplicate_of BIGINT REFERENCES incoming_items (id),
    document_id BIGINT REFERENCES documents (id),
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX incoming_waiting ON incoming_items (received_at, id) WHERE state <> 'journaled';
CREATE INDEX incoming_by_content ON incoming_items (content_hash, id);

CREATE TABLE post_list_entries (
    id INTEGER PRIMARY KEY,
    document_id BIGINT NOT NULL UNIQUE REFERENCES documents (id),
    unit_id BIGINT NOT NULL REFERENCES units (id),
    state TEXT NOT NULL,                 -- held, published, withheld
    reason TEXT NOT NULL,                -- why it is held or was withheld: findings as JSON
    listed_on TEXT NOT NULL,             -- the Danish date it was journaled
    title TEXT NOT NULL,                 -- as everyone may see it; a reviewer may word it anew, the document stays
    correspondent TEXT NOT NULL,
    document_public BIGINT NOT NULL,
    decided_by BIGINT REFERENCES users (id),
    decided_at BIGINT
);
CREATE INDEX post_list_by_day ON post_list_entries (state, listed_on, id);

-- Append-only. `hash` is over this row and the hash before it (services/store/event_log.hpp).
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    case_id BIGINT,
    actor_id BIGINT,                     -- null: Saglig itself
    payload TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX events_by_case ON events (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX events_by_subject ON events (subject_kind, subject_id, id);

CREATE TABLE cursors (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);

-- A worker that was slow ends its job by its id, so the id of a job that is gone must never be another's.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    state TEXT NOT NULL,                 -- waiting, running, dead
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,              -- while running: when the lease ends
    worker TEXT NOT NULL DEFAULT '',
    error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_by_due ON jobs (state, due_at, id);
CREATE UNIQUE INDEX jobs_once ON jobs (kind, subject_id);
