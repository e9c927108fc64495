-- Random samples of cases that management looks at.
CREATE TABLE case_samples (
    case_id BIGINT PRIMARY KEY REFERENCES cases (id),  -- that it was drawn on
    seed TEXT NOT NULL,
    rules TEXT NOT NULL,                 -- as JSON; with the seed they give the same sample again
    eligible BIGINT NOT NULL,            -- how many cases it was drawn from
    drawn_at BIGINT NOT NULL,
    drawn_by BIGINT NOT NULL REFERENCES users (id)
);
CREATE TABLE case_sample_items (
    case_id BIGINT NOT NULL REFERENCES case_samples (case_id),
    place BIGINT NOT NULL,               -- 1, 2, 3 … as drawn
    sampled_id BIGINT NOT NULL REFERENCES cases (id),
    verdict TEXT NOT NULL,               -- '', fine, remarks, wrong
    remarks TEXT NOT NULL,
    judged_at BIGINT,
    judged_by BIGINT REFERENCES users (id),
    PRIMARY KEY (case_id, place)
);
CREATE INDEX case_sample_items_by_case ON case_sample_items (sampled_id);
-- Closed cases by subject and day, which samples are drawn from.
CREATE INDEX cases_closed ON cases (closed_at, id) WHERE closed_at IS NOT NULL;
