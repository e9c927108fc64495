-- What lists of a case's documents, of tasks and of the post sort by. document_store.cpp and task_store.cpp have the same
-- expressions: an index is used by nothing else.
CREATE INDEX documents_by_day ON documents (case_id, received, number);
-- In the order of the Danish alphabet, as in 0013_lists.sql.
CREATE INDEX documents_by_title ON documents
    (case_id, SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(title), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), 'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60), number);
CREATE INDEX tasks_of_person_by_title ON tasks
    (person_id, SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(title), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), 'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60), id)
 WHERE done_at IS NULL;
CREATE INDEX tasks_of_unit_by_title ON tasks
    (unit_id, SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(title), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), 'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60), id)
 WHERE done_at IS NULL;
