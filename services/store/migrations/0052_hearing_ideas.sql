-- Ideas on a hearing by citizens who are signed in, comments on them, and who speaks for them.
ALTER TABLE hearings ADD COLUMN voice_key TEXT NOT NULL DEFAULT '';  -- of the hashes that stand for people

CREATE TABLE hearing_ideas (
    id INTEGER PRIMARY KEY,
    hearing_id BIGINT NOT NULL REFERENCES hearings (id),
    answers_to BIGINT REFERENCES hearing_ideas (id),  -- of a comment: the idea
    person TEXT NOT NULL,                -- a hash of their number and the hearing's key
    name TEXT NOT NULL,
    hides_name BIGINT NOT NULL,
    text TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    state TEXT NOT NULL,                 -- waiting, shown, hidden
    shown_text TEXT NOT NULL DEFAULT '', -- as everyone sees it
    reason TEXT NOT NULL DEFAULT '',
    decided_by BIGINT REFERENCES users (id),
    decided_at BIGINT,
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX hearing_ideas_of ON hearing_ideas (hearing_id, state, id);
CREATE INDEX hearing_ideas_by_person ON hearing_ideas (hearing_id, person);

CREATE TABLE hearing_voices (
    idea_id BIGINT NOT NULL REFERENCES hearing_ideas (id),
    person TEXT NOT NULL,                -- as above: one voice each
    PRIMARY KEY (idea_id, person)
);
