-- What someone is to do, on a case or by itself. Dates are Danish.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    case_id BIGINT REFERENCES cases (id),
    title TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES units (id),
    person_id BIGINT REFERENCES users (id),
    due TEXT NOT NULL,
    remind_on TEXT NOT NULL,             -- the day from which it is pointed out
    access_group_id BIGINT NOT NULL REFERENCES access_groups (id),
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id),
    done_at BIGINT,
    done_by BIGINT REFERENCES users (id),
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX tasks_of_person ON tasks (person_id, due, id) WHERE done_at IS NULL;
CREATE INDEX tasks_of_unit ON tasks (unit_id, due, id) WHERE done_at IS NULL;
CREATE INDEX tasks_of_case ON tasks (case_id, due, id) WHERE done_at IS NULL;
CREATE INDEX tasks_done_of_person ON tasks (person_id, done_at, id) WHERE done_at IS NOT NULL;
CREATE INDEX tasks_done_of_unit ON tasks (unit_id, done_at, id) WHERE done_at IS NOT NULL;
CREATE INDEX tasks_done_of_case ON tasks (case_id, done_at, id) WHERE done_at IS NOT NULL;

-- Which cases a person has looked at or starred; nobody's business but theirs, and no event tells of it.
CREATE TABLE visits (
    user_id BIGINT NOT NULL REFERENCES users (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    seen_at BIGINT NOT NULL,             -- 0: starred in a list, never opened
    seen_event BIGINT NOT NULL,          -- the case's last event at that time
    starred BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, case_id)
);
CREATE INDEX visits_recent ON visits (user_id, seen_at, case_id);
CREATE INDEX visits_starred ON visits (user_id, case_id) WHERE starred = 1;
