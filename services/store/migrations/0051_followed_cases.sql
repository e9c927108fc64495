-- Cases that everyone may follow, in words of their own.
CREATE TABLE followed_cases (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL UNIQUE REFERENCES cases (id),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,               -- in plain words, on any number of lines
    contact TEXT NOT NULL,               -- whom to ask; empty: the unit
    state TEXT NOT NULL,                 -- draft, published, taken_down
    published_at BIGINT,
    changed_at BIGINT NOT NULL,
    taken_down_at BIGINT,
    exemption TEXT NOT NULL DEFAULT '',  -- a key of core::exemptions, of one that was taken down
    made_by BIGINT NOT NULL REFERENCES users (id),
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX followed_cases_by_change ON followed_cases (state, changed_at, id);

-- What happens in it that the house does not know by itself.
CREATE TABLE followed_case_steps (
    id INTEGER PRIMARY KEY,
    followed_id BIGINT NOT NULL REFERENCES followed_cases (id),
    on_day TEXT NOT NULL,
    kind TEXT NOT NULL,                  -- meeting, decision, other
    text TEXT NOT NULL
);
CREATE INDEX followed_case_steps_of ON followed_case_steps (followed_id, on_day, id);
