-- Parties who were asked to comment before a decision (forvaltningsloven § 19).
CREATE TABLE party_hearings (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    identifier_kind TEXT NOT NULL,
    identifier TEXT NOT NULL,            -- emptied when the party is erased
    due_on TEXT NOT NULL,                -- Danish date
    letter_id BIGINT NOT NULL REFERENCES documents (id),
    task_id BIGINT,                      -- that reminds the caseworker
    asked_by BIGINT NOT NULL REFERENCES users (id),
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    answer_id BIGINT REFERENCES documents (id)
);
CREATE INDEX party_hearings_of ON party_hearings (case_id, id);
