-- KL's schemes in one table: main groups, groups and subjects, categories of facets and facets. A number is never
-- removed; what an edition changed is told by scheme_changes.

CREATE TABLE scheme_editions (
    id INTEGER PRIMARY KEY,
    scheme TEXT NOT NULL,                -- subjects, facets
    published_on TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    retired BIGINT NOT NULL
);

CREATE TABLE scheme (
    number TEXT PRIMARY KEY,             -- "27", "27.35", "27.35.00", "P", "P19"
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    guidance TEXT NOT NULL DEFAULT '',
    sources TEXT NOT NULL DEFAULT '',    -- a law a line
    keywords TEXT NOT NULL DEFAULT '',   -- a keyword a line
    retention TEXT NOT NULL DEFAULT '',  -- B, K, K5, K10; '' is unknown, and preserved
    deletion TEXT NOT NULL DEFAULT '',   -- "P1825D"
    created_on TEXT,
    changed_on TEXT,
    retired_on TEXT,
    successors TEXT NOT NULL DEFAULT '', -- numbers with spaces between
    uuid TEXT NOT NULL DEFAULT '',
    edition_id BIGINT REFERENCES scheme_editions (id)  -- the last that had it; null: a number of the authority's own
);
CREATE INDEX scheme_by_kind ON scheme (kind, number);

CREATE TABLE scheme_changes (
    edition_id BIGINT NOT NULL REFERENCES scheme_editions (id),
    number TEXT NOT NULL,
    what TEXT NOT NULL,                  -- added, changed, retired
    was TEXT NOT NULL,                   -- what the changed fields held before, as JSON
    PRIMARY KEY (number, edition_id)
);

INSERT INTO scheme (number, kind, title) SELECT number, 'subject', title FROM subjects;
INSERT INTO scheme (number, kind, title) SELECT code, 'facet', title FROM facets;
DROP TABLE subjects;
DROP TABLE facets;
