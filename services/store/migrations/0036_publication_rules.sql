-- What the authority has decided for all documents of a kind (core/rules/publication_rules.hpp). The first that fits
-- decides, by place.
CREATE TABLE publication_rules (
    id INTEGER PRIMARY KEY,
    place BIGINT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,               -- KLE number or what it lies under; '' fits all
    direction TEXT NOT NULL,             -- '' fits all; so do the next two
    unit_id BIGINT REFERENCES units (id),
    kind TEXT NOT NULL,
    is_listed BIGINT NOT NULL,
    exemption TEXT NOT NULL,
    words TEXT NOT NULL,                 -- own, case_title, fixed
    text TEXT NOT NULL,
    hides_correspondent BIGINT NOT NULL,
    delay_days BIGINT,                   -- working days; null: the authority's usual
    on_request BIGINT NOT NULL,
    changed_by BIGINT NOT NULL REFERENCES users (id),
    changed_at BIGINT NOT NULL
);

-- An entry that a rule or the usual delay lets out later is held until that day.
ALTER TABLE post_list_entries ADD COLUMN public_from TEXT;
ALTER TABLE post_list_entries ADD COLUMN is_cleared BIGINT NOT NULL DEFAULT 0;  -- a person has let it out already
ALTER TABLE post_list_entries ADD COLUMN rule_id BIGINT;                        -- that decided; it may be gone since
CREATE INDEX post_list_due ON post_list_entries (public_from, id) WHERE public_from IS NOT NULL;

-- The place in the row of all that has changed for the public, and when: for those who keep a copy.
ALTER TABLE post_list_entries ADD COLUMN change BIGINT;
ALTER TABLE post_list_entries ADD COLUMN changed_at BIGINT;
UPDATE post_list_entries SET change = id, changed_at = COALESCE(taken_down_at, decided_at, 0)
 WHERE state = 'published' OR taken_down_at IS NOT NULL;
INSERT INTO number_series (name, last)
SELECT 'post_list_changes', MAX(id) FROM post_list_entries HAVING MAX(id) IS NOT NULL;
CREATE INDEX post_list_changes ON post_list_entries (change) WHERE change IS NOT NULL;
