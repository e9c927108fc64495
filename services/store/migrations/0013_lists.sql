-- What lists of cases sort and filter by. case_list.cpp has the same expressions: an index is used by nothing else.
ALTER TABLE cases ADD COLUMN deadline TEXT;                       -- a Danish date; null: none
ALTER TABLE cases ADD COLUMN waiting_for TEXT NOT NULL DEFAULT ''; -- '': for nothing

CREATE INDEX cases_by_opening ON cases (opened_at, id);
CREATE INDEX cases_by_caseworker_and_opening ON cases (caseworker_id, opened_at, id);
CREATE INDEX cases_by_unit_and_opening ON cases (unit_id, opened_at, id);

CREATE INDEX cases_by_caseworker_and_number ON cases (caseworker_id, number, id);
CREATE INDEX cases_by_unit_and_number ON cases (unit_id, number, id);

-- In the order of the Danish alphabet: { | } are the signs after z.
CREATE INDEX cases_by_title ON cases
    (SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(title), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), 'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60), id);
CREATE INDEX cases_by_caseworker_and_title ON cases
    (caseworker_id, SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(title), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), 'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60), id);
CREATE INDEX cases_by_unit_and_title ON cases
    (unit_id, SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(title), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), 'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60), id);

-- What is closed or has no deadline comes last.
CREATE INDEX cases_by_deadline ON cases
    (COALESCE(CASE WHEN state = 'closed' THEN NULL ELSE deadline END, '9999-12-31'), id);
CREATE INDEX cases_by_caseworker_and_deadline ON cases
    (caseworker_id, COALESCE(CASE WHEN state = 'closed' THEN NULL ELSE deadline END, '9999-12-31'), id);
CREATE INDEX cases_by_unit_and_deadline ON cases
    (unit_id, COALESCE(CASE WHEN state = 'closed' THEN NULL ELSE deadline END, '9999-12-31'), id);
