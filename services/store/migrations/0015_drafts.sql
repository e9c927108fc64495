-- Documents on their way: on a case, but not journaled, without a number, on no post list. Who may read the case may
-- read them. The draft of a document that was journaled stays, as the document's history.
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,                 -- writing, waiting, approved, journaled, discarded
    title TEXT NOT NULL,
    public_title TEXT NOT NULL,
    direction TEXT NOT NULL,
    correspondent TEXT NOT NULL,
    public_correspondent TEXT NOT NULL,
    letter_date TEXT,
    publication TEXT NOT NULL,
    author_id BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    newest BIGINT NOT NULL,              -- number of the newest version; 0: begun without a file
    held_by BIGINT REFERENCES users (id),-- who has checked it out
    held_at BIGINT,
    by_two BIGINT NOT NULL,              -- somebody asked that a second person approves it
    asked_of BIGINT REFERENCES users (id),
    asked_by BIGINT REFERENCES users (id),
    asked_at BIGINT,
    approved_by BIGINT REFERENCES users (id),
    approved_at BIGINT,
    returned_reason TEXT NOT NULL,
    replaces_id BIGINT REFERENCES documents (id),
    document_id BIGINT REFERENCES documents (id),
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX drafts_of_case ON drafts (case_id, id);
CREATE INDEX drafts_waiting ON drafts (asked_of, id) WHERE state = 'waiting';
CREATE UNIQUE INDEX drafts_by_document ON drafts (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX drafts_by_replaced ON drafts (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE TABLE draft_versions (
    id INTEGER PRIMARY KEY,
    draft_id BIGINT NOT NULL REFERENCES drafts (id),
    number BIGINT NOT NULL,              -- 1, 2, 3 ... in its draft
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    file_name TEXT NOT NULL,
    note TEXT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    UNIQUE (draft_id, number)
);

-- Cases whose documents need the approval of a second person.
CREATE TABLE case_approvals (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    by_two BIGINT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES users (id),
    set_at BIGINT NOT NULL
);
