-- Hearings: what everyone may read and answer, the answers, and what came of them.
CREATE TABLE hearings (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    title TEXT NOT NULL,
    text TEXT NOT NULL,                  -- in plain words, on any number of lines
    asked TEXT NOT NULL,                 -- who was asked, one on each line
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,             -- the last day on which an answer is in time
    shows_answers BIGINT NOT NULL,       -- whether answers may be shown to everyone
    takes_late BIGINT NOT NULL,          -- whether answers are taken after the last day
    takes_ideas BIGINT NOT NULL,         -- whether citizens who are signed in may put ideas forward
    summary TEXT NOT NULL DEFAULT '',    -- what came of it (høringsnotat)
    summary_shown_at BIGINT,
    state TEXT NOT NULL,                 -- draft, published, taken_down
    published_at BIGINT,
    changed_at BIGINT NOT NULL,          -- what everyone sees of it
    taken_down_at BIGINT,
    exemption TEXT NOT NULL DEFAULT '',  -- a key of core::exemptions, of one that was taken down
    answers BIGINT NOT NULL DEFAULT 0,   -- the last number that was given
    made_by BIGINT NOT NULL REFERENCES users (id),
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX hearings_of_case ON hearings (case_id, id);
CREATE INDEX hearings_by_end ON hearings (state, closes_on, id);

-- Documents that are shown to everyone with something else than their entry on the post list.
CREATE TABLE shown_documents (
    id INTEGER PRIMARY KEY,
    shown_by TEXT NOT NULL,              -- hearing, summary (of a hearing), case (that is followed)
    owner_id BIGINT NOT NULL,            -- of the hearing, or of the case that is followed
    place BIGINT NOT NULL,               -- 1, 2, 3 …
    document_id BIGINT NOT NULL REFERENCES documents (id),
    title TEXT NOT NULL,                 -- as everyone sees it
    seen TEXT NOT NULL DEFAULT ''        -- what was released, as a hash; empty: it has not been
);
CREATE INDEX shown_documents_of ON shown_documents (shown_by, owner_id, place);
CREATE INDEX shown_documents_by_document ON shown_documents (document_id);

CREATE TABLE hearing_answers (
    id INTEGER PRIMARY KEY,
    hearing_id BIGINT NOT NULL REFERENCES hearings (id),
    number BIGINT NOT NULL,              -- 1, 2, 3 … in its hearing
    document_id BIGINT NOT NULL REFERENCES documents (id),
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    mail TEXT NOT NULL,                  -- never shown; forgotten when it is not needed any more
    hides_name BIGINT NOT NULL,          -- whoever answered does not want to be named
    text TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    is_late BIGINT NOT NULL,
    receipt_hash TEXT NOT NULL UNIQUE,   -- of the secret in the link to the receipt
    state TEXT NOT NULL,                 -- waiting, shown, hidden
    shown_name TEXT NOT NULL DEFAULT '', -- as everyone sees them
    shown_text TEXT NOT NULL DEFAULT '',
    shows_files BIGINT NOT NULL DEFAULT 0,
    seen TEXT NOT NULL DEFAULT '',       -- as in shown_documents
    reason TEXT NOT NULL DEFAULT '',
    decided_by BIGINT REFERENCES users (id),
    decided_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1,
    UNIQUE (hearing_id, number)
);
CREATE INDEX hearing_answers_by_state ON hearing_answers (hearing_id, state, number);
CREATE INDEX hearing_answers_by_document ON hearing_answers (document_id);
