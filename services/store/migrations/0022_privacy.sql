-- What is to be erased because a person asks (GDPR article 17), and who decided. The row is the proof, without content.
CREATE TABLE erasures (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,                  -- party, document
    subject_id BIGINT NOT NULL,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    ground TEXT NOT NULL,                -- core/rules/erasure.hpp
    reason TEXT NOT NULL,                -- emptied when it is done: it may tell what was erased
    state TEXT NOT NULL,                 -- waiting, done, refused
    asked_by BIGINT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    decided_by BIGINT REFERENCES users (id),
    decided_at BIGINT
);
CREATE INDEX erasures_by_state ON erasures (state, id);
CREATE INDEX erasures_by_case ON erasures (case_id, id);

-- Files that nothing is known to need any more; they go once that is certain.
CREATE TABLE unwanted_files (
    hash TEXT PRIMARY KEY,
    since BIGINT NOT NULL
);

-- All that is held on one person, gathered in a file for as long as it takes to fetch it (GDPR article 15).
CREATE TABLE person_bundles (
    id INTEGER PRIMARY KEY,
    identifier_kind TEXT NOT NULL,       -- none: by name and address
    identifier TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL,                 -- waiting, ready, gone
    done BIGINT NOT NULL DEFAULT 0,      -- of how many documents
    total BIGINT NOT NULL DEFAULT 0,
    cases BIGINT NOT NULL DEFAULT 0,
    unreadable BIGINT NOT NULL DEFAULT 0, -- cases on which the person is a party, that the asker may not read
    file_hash TEXT NOT NULL DEFAULT '',
    ends_at BIGINT
);
CREATE INDEX person_bundles_by_asker ON person_bundles (asked_by, id);
CREATE INDEX person_bundles_by_end ON person_bundles (ends_at) WHERE state = 'ready';
CREATE INDEX parties_by_name ON parties (name, address, id);
CREATE INDEX draft_versions_by_content ON draft_versions (content_hash);
