-- Whose the right to answer is: only who took it uses it up or gives it back.
ALTER TABLE access_answering ADD COLUMN holder TEXT NOT NULL DEFAULT '';
