-- Parts of a case with a title of their own; a document lies in one or in none.
CREATE TABLE sub_files (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    place BIGINT NOT NULL,
    title TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX sub_files_by_case ON sub_files (case_id, place, id);

CREATE TABLE sub_file_documents (
    document_id BIGINT PRIMARY KEY REFERENCES documents (id),
    sub_file_id BIGINT NOT NULL REFERENCES sub_files (id)
);
CREATE INDEX sub_file_documents_by_file ON sub_file_documents (sub_file_id, document_id);

-- A number that was given stays on its case for ever. This says where its document went.
CREATE TABLE moved_documents (
    case_id BIGINT NOT NULL REFERENCES cases (id),
    number BIGINT NOT NULL,
    document_id BIGINT NOT NULL REFERENCES documents (id),
    moved_at BIGINT NOT NULL,
    moved_by BIGINT NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    to_number BIGINT NOT NULL,           -- what it was given where it went
    PRIMARY KEY (case_id, number)
);
CREATE INDEX moved_documents_by_document ON moved_documents (document_id, case_id);

-- Which case was emptied into which. Undone, it is as if it had never been, and the row says that it was.
CREATE TABLE case_merges (
    id INTEGER PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES cases (id),  -- the one that was emptied
    into_id BIGINT NOT NULL REFERENCES cases (id),
    state TEXT NOT NULL,                 -- that the emptied case was in before
    merged_at BIGINT NOT NULL,
    merged_by BIGINT NOT NULL REFERENCES users (id),
    reason TEXT NOT NULL,
    undone_at BIGINT,
    undone_by BIGINT REFERENCES users (id)
);
CREATE UNIQUE INDEX case_merges_once ON case_merges (case_id) WHERE undone_at IS NULL;
CREATE INDEX case_merges_by_into ON case_merges (into_id, case_id);
-- What went over besides documents, so that it can go back.
CREATE TABLE case_merge_parts (
    merge_id BIGINT NOT NULL REFERENCES case_merges (id),
    kind TEXT NOT NULL,                  -- party, task, draft, sub_file, relation_from, relation_to
    part_id BIGINT NOT NULL,
    PRIMARY KEY (merge_id, kind, part_id)
);
