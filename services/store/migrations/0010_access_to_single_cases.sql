-- Grants and blocks on single cases, and substitutes. A case that has any gets an access group of its own: kind
-- 'case_own', where access_groups.user_id holds the case's id and unit_id 0 (core/rules/case_access.hpp).

CREATE TABLE case_access (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    kind TEXT NOT NULL,                  -- grant, block
    user_id BIGINT REFERENCES users (id),
    unit_id BIGINT REFERENCES units (id),
    reason TEXT NOT NULL,
    given_by BIGINT NOT NULL REFERENCES users (id),
    given_at BIGINT NOT NULL,
    ends_at BIGINT,                      -- null: until it is taken back
    ended_at BIGINT,                     -- null: it holds
    ended_by BIGINT REFERENCES users (id)
);
CREATE INDEX case_access_holding ON case_access (case_id, id) WHERE ended_at IS NULL;
CREATE INDEX case_access_due ON case_access (ends_at, id) WHERE ended_at IS NULL AND ends_at IS NOT NULL;
CREATE INDEX case_access_by_case ON case_access (case_id, id);

CREATE TABLE substitutions (
    id INTEGER PRIMARY KEY,
    absent_id BIGINT NOT NULL REFERENCES users (id),
    substitute_id BIGINT NOT NULL REFERENCES users (id),
    begins_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    named_by BIGINT NOT NULL REFERENCES users (id),
    named_at BIGINT NOT NULL,
    state TEXT NOT NULL,                 -- waiting, running, ended
    due_at BIGINT NOT NULL               -- when the state changes next: begins_at, then ends_at
);
CREATE INDEX substitutions_due ON substitutions (due_at, id) WHERE state <> 'ended';
CREATE INDEX substitutions_by_absent ON substitutions (absent_id, id);
CREATE INDEX substitutions_by_substitute ON substitutions (substitute_id, id);

-- Post follows the case that it was journaled on.
CREATE INDEX incoming_by_document ON incoming_items (document_id) WHERE document_id IS NOT NULL;
UPDATE incoming_items
   SET access_group_id = (SELECT d.access_group_id FROM documents AS d WHERE d.id = incoming_items.document_id)
 WHERE document_id IS NOT NULL;
