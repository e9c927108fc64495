-- What a case has by its type. A case of the general type with nothing filled in has no row, so that the cases there are
-- need none.
CREATE TABLE case_sheets (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),
    type TEXT NOT NULL,                  -- the key of a type; types are files, and one may be gone
    phase TEXT NOT NULL,                 -- a key of the type's; '' where it has none
    fields TEXT NOT NULL,                -- values by name, as a JSON object
    order_key TEXT NOT NULL              -- by which the list of the type's cases goes; '' by the case's age
);
CREATE INDEX case_sheets_by_type ON case_sheets (type, order_key, case_id);

CREATE TABLE case_ticks (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    item TEXT NOT NULL,                  -- a key of a checklist's item
    ticked_at BIGINT NOT NULL,
    ticked_by BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (case_id, item)
);

-- Which task a deadline of the type has become.
CREATE TABLE case_deadlines (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    deadline TEXT NOT NULL,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    PRIMARY KEY (case_id, deadline)
);
CREATE INDEX case_deadlines_by_task ON case_deadlines (task_id);

-- By which field each type's cases were put in order, to see when a type's file has been changed.
CREATE TABLE case_type_orders (
    type TEXT PRIMARY KEY,
    order_by TEXT NOT NULL
);
