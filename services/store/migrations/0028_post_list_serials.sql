-- Each entry of the post list has a number in its year, without gaps, so that anybody can see what is left out. What is
-- left out names the paragraph; what was shown and taken down again says when.
ALTER TABLE post_list_entries ADD COLUMN serial_year BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post_list_entries ADD COLUMN serial BIGINT NOT NULL DEFAULT 0;
ALTER TABLE post_list_entries ADD COLUMN exemption TEXT NOT NULL DEFAULT '';  -- a name of core/rules/exemptions.hpp
ALTER TABLE post_list_entries ADD COLUMN taken_down_at BIGINT;

UPDATE post_list_entries SET serial_year = CAST(SUBSTR(listed_on, 1, 4) AS BIGINT), serial = n.serial
  FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY SUBSTR(listed_on, 1, 4) ORDER BY id) AS serial
          FROM post_list_entries) AS n
 WHERE n.id = post_list_entries.id;
INSERT INTO number_series (name, last)
SELECT 'post_list:' || CAST(serial_year AS TEXT), MAX(serial) FROM post_list_entries GROUP BY serial_year;

CREATE UNIQUE INDEX post_list_by_serial ON post_list_entries (serial_year, serial);
CREATE INDEX post_list_of_day ON post_list_entries (listed_on, serial);
CREATE INDEX post_list_taken_down ON post_list_entries (taken_down_at, id) WHERE taken_down_at IS NOT NULL;

-- What the authority signs its counts and tombstones with (Ed25519).
CREATE TABLE signing_keys (
    name TEXT PRIMARY KEY,
    public_key TEXT NOT NULL,            -- hexadecimal
    secret_key TEXT NOT NULL,            -- hexadecimal
    made_at BIGINT NOT NULL
);
