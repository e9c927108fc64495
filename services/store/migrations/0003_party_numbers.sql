-- Which register a party's number is from: a person's and a place of production's both have ten digits.

ALTER TABLE parties ADD COLUMN identifier_kind TEXT NOT NULL DEFAULT 'none';  -- none, cpr, cvr, p_number
UPDATE parties SET identifier_kind = 'cpr' WHERE LENGTH(identifier) = 10;
UPDATE parties SET identifier_kind = 'cvr' WHERE LENGTH(identifier) = 8;

DROP INDEX parties_by_identifier;
CREATE INDEX parties_by_identifier ON parties (identifier, identifier_kind, id) WHERE identifier <> '';
