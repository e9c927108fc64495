-- What is journaled stays: a note is a document like a letter, and a withdrawal only says so.
ALTER TABLE documents ADD COLUMN kind TEXT NOT NULL DEFAULT 'file';      -- file, note
ALTER TABLE documents ADD COLUMN late_reason TEXT NOT NULL DEFAULT '';   -- why it came on a case that was closed
ALTER TABLE documents ADD COLUMN withdrawn_at BIGINT;
ALTER TABLE documents ADD COLUMN withdrawn_by BIGINT REFERENCES users (id);
ALTER TABLE documents ADD COLUMN withdrawn_reason TEXT NOT NULL DEFAULT '';
CREATE INDEX documents_notes ON documents (case_id, number) WHERE kind = 'note';

-- Every move of a case's state: when it holds from, and when it was told.
CREATE TABLE case_states (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    since TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    set_by BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX case_states_by_case ON case_states (case_id, id);

-- One row stands for both directions: what follows is preceded. A see_also is kept once, whichever way it was said.
CREATE TABLE case_relations (
    id INTEGER PRIMARY KEY,
    from_id BIGINT NOT NULL REFERENCES cases (id),
    to_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,                  -- see_also, follows
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id),
    UNIQUE (from_id, to_id)
);
CREATE INDEX case_relations_by_to ON case_relations (to_id, from_id);
