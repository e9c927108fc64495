-- Requests for access to files (aktindsigt). Each is a case of its own, and this is what the case does not know.
CREATE TABLE access_requests (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL UNIQUE REFERENCES cases (id),
    laws TEXT NOT NULL,                  -- core::AccessLaw, with commas between
    asked_for TEXT NOT NULL,
    about_case_id BIGINT REFERENCES cases (id),  -- that it was asked from
    about_document_id BIGINT REFERENCES documents (id),
    asker_kind TEXT NOT NULL,            -- citizen, press, party, company, other
    asker_name TEXT NOT NULL,            -- emptied with mail and address when they are not needed any more
    asker_mail TEXT NOT NULL,
    asker_address TEXT NOT NULL,
    channel TEXT NOT NULL,               -- form, letter, staff
    follow_hash TEXT NOT NULL UNIQUE,    -- of the secret in the link by which the asker follows it
    received_on TEXT NOT NULL,           -- Danish date
    state TEXT NOT NULL,                 -- open, answered, withdrawn
    due_on TEXT NOT NULL,                -- as core::access_clock says
    size TEXT NOT NULL,                  -- core::AccessSize, as it is judged
    hours_expected BIGINT,               -- by the authority's estimate (offentlighedsloven § 9)
    minutes_used BIGINT NOT NULL DEFAULT 0,
    outcome TEXT NOT NULL DEFAULT '',    -- full, partial, refused, nothing_held; once it is answered
    ended_on TEXT,
    forget_at BIGINT,                    -- when the asker's mail and address go
    version BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX access_requests_by_due ON access_requests (state, due_on, id);
CREATE INDEX access_requests_by_end ON access_requests (ended_on, id) WHERE ended_on IS NOT NULL;
CREATE INDEX access_requests_to_forget ON access_requests (forget_at) WHERE forget_at IS NOT NULL;

-- What has moved the day by which one is to be answered.
CREATE TABLE access_request_times (
    id INTEGER PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    kind TEXT NOT NULL,                  -- pause, extension
    from_on TEXT NOT NULL,               -- pause: since when; extension: told on
    to_on TEXT,                          -- pause: until when, absent while it lasts; extension: until when
    reason TEXT NOT NULL,
    noted_by BIGINT REFERENCES users (id),
    noted_at BIGINT NOT NULL
);
CREATE INDEX access_request_times_of ON access_request_times (request_id, id);

-- The documents that a request is about, and what was decided of each.
CREATE TABLE access_request_documents (
    request_id BIGINT NOT NULL REFERENCES access_requests (id),
    document_id BIGINT NOT NULL REFERENCES documents (id),
    place BIGINT NOT NULL,               -- in the file list: 1, 2, 3 …
    decision TEXT NOT NULL DEFAULT '',   -- give, partly, refuse; empty: not decided
    exemptions TEXT NOT NULL DEFAULT '', -- keys of core::exemptions, with commas between
    reason TEXT NOT NULL DEFAULT '',     -- as the letter says it
    is_extracted BIGINT NOT NULL DEFAULT 0,  -- whether facts were looked for that must be given anyway (§ 28)
    is_widened BIGINT NOT NULL DEFAULT 0,    -- whether giving more than one must was considered (§ 14)
    decided_by BIGINT REFERENCES users (id),
    decided_at BIGINT,
    PRIMARY KEY (request_id, document_id)
);
CREATE INDEX access_request_documents_by_document ON access_request_documents (document_id);

-- Days that are other than the law's holidays and weekends have them.
CREATE TABLE calendar_changes (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    is_off BIGINT NOT NULL,
    noted_by BIGINT NOT NULL REFERENCES users (id),
    noted_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX calendar_changes_by_day ON calendar_changes (day);
