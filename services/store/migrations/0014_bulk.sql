-- What was done to many cases at once, and how each of them was before, so that it can be undone.
CREATE TABLE bulk_actions (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                  -- hand_over, state, deadline, waiting
    what TEXT NOT NULL,                  -- what became of the cases, as JSON
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    undo_until BIGINT NOT NULL,
    undone_at BIGINT
);
CREATE INDEX bulk_actions_by_person ON bulk_actions (made_by, id);

CREATE TABLE bulk_cases (
    bulk_id BIGINT NOT NULL REFERENCES bulk_actions (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,
    closed_at BIGINT,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    caseworker_id BIGINT REFERENCES users (id),
    deadline TEXT,
    waiting_for TEXT NOT NULL,
    version_after BIGINT NOT NULL,       -- a case that is at another has been changed since
    undone BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (bulk_id, case_id)
);
