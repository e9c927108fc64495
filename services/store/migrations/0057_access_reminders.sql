-- What was said of a request's day before it was over, and after: once for each day that it was due on.
CREATE TABLE access_reminders (
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    stage TEXT NOT NULL,                 -- soon, today, late
    due_on TEXT NOT NULL,                -- Danish date; when the request is due on another, it is said anew
    told_at BIGINT NOT NULL,
    told_to BIGINT REFERENCES users (id),  -- NULL: whoever handles the case, or its unit
    task_id BIGINT REFERENCES tasks (id),
    PRIMARY KEY (request_id, stage, due_on)
);
CREATE INDEX access_reminders_by_reader ON access_reminders (told_to);
CREATE INDEX access_reminders_by_task ON access_reminders (task_id);
