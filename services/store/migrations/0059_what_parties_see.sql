-- What belongs to a document is shown to a party with it where it was released with it.
CREATE TABLE party_attachments (
    release_id BIGINT NOT NULL REFERENCES party_documents (id),
    attachment_id BIGINT NOT NULL REFERENCES attachments (id),
    PRIMARY KEY (release_id, attachment_id)
);

-- An idea that was taken up: the document that it became, and what whoever gave it is told.
ALTER TABLE hearing_ideas ADD COLUMN document_id BIGINT REFERENCES documents (id);
ALTER TABLE hearing_ideas ADD COLUMN taken_words TEXT NOT NULL DEFAULT '';
ALTER TABLE hearing_ideas ADD COLUMN taken_at BIGINT;
CREATE INDEX hearing_ideas_by_document ON hearing_ideas (document_id) WHERE document_id IS NOT NULL;

-- By which mail address somebody is looked for, too, among those who need not say who they are.
ALTER TABLE person_bundles ADD COLUMN mail TEXT NOT NULL DEFAULT '';
