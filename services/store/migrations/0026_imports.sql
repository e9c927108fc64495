-- Cases that another system hands in by the hundred, a line each, and what came of every line.
CREATE TABLE imports (
    id INTEGER PRIMARY KEY,
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at BIGINT NOT NULL,
    row_count BIGINT NOT NULL,
    ended_at BIGINT                      -- once no line waits any more
);

CREATE TABLE import_rows (
    import_id BIGINT NOT NULL REFERENCES imports (id),
    place BIGINT NOT NULL,               -- the line's number in the file, from 1
    line TEXT NOT NULL,                  -- as sent; empty once something came of it
    reference TEXT NOT NULL,             -- what the sender calls it
    outcome TEXT NOT NULL,               -- waiting, imported, refused
    case_id BIGINT REFERENCES cases (id),
    error TEXT NOT NULL DEFAULT '',      -- the name of an error's code
    reason TEXT NOT NULL DEFAULT '',
    field TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (import_id, place)
);
CREATE INDEX import_rows_waiting ON import_rows (import_id, place) WHERE outcome = 'waiting';
