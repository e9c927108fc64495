-- What is known of bytes that are a mail message, beside their pages: who wrote to whom, what is attached, and which
-- messages it answers.
CREATE TABLE mails (
    content_hash TEXT PRIMARY KEY REFERENCES contents (hash),
    sender_name TEXT NOT NULL,
    sender_address TEXT NOT NULL,
    receivers TEXT NOT NULL,             -- as they are shown: "Karen Blåbjerg <karen@eksempel.dk>, ..."
    copies TEXT NOT NULL,
    subject TEXT NOT NULL,
    sent_at BIGINT                       -- null: the message does not say
);

-- The ids by which messages are tied together: its own, and those of the messages that it answers.
CREATE TABLE mail_ids (
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    message_id TEXT NOT NULL,
    is_own BIGINT NOT NULL,
    PRIMARY KEY (content_hash, message_id)
);
CREATE INDEX mail_ids_by_id ON mail_ids (message_id, content_hash);

CREATE TABLE mail_parts (
    content_hash TEXT NOT NULL REFERENCES contents (hash),
    place BIGINT NOT NULL,               -- 1, 2, 3 ... in its message
    file_name TEXT NOT NULL,
    part_hash TEXT NOT NULL REFERENCES contents (hash),
    PRIMARY KEY (content_hash, place)
);
CREATE INDEX mail_parts_by_part ON mail_parts (part_hash);
