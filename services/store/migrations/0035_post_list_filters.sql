-- The public post list by unit and by subject. The subject is the case's, kept here so that it stands in an index.
ALTER TABLE post_list_entries ADD COLUMN subject TEXT NOT NULL DEFAULT '';
UPDATE post_list_entries SET subject = COALESCE(
    (SELECT c.subject FROM documents AS d JOIN cases AS c ON c.id = d.case_id
      WHERE d.id = post_list_entries.document_id), '');
CREATE INDEX post_list_of_unit ON post_list_entries (unit_id, listed_on, id) WHERE state = 'published';
CREATE INDEX post_list_of_subject ON post_list_entries (subject, listed_on, id) WHERE state = 'published';
CREATE INDEX post_list_of_group ON post_list_entries (SUBSTR(subject, 1, 5), listed_on, id) WHERE state = 'published';
CREATE INDEX post_list_of_main_group ON post_list_entries (SUBSTR(subject, 1, 2), listed_on, id) WHERE state = 'published';
