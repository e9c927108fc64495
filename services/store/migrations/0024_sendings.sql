-- Documents sent to somebody, by mail or Digital Post, with the message itself as the proof.
CREATE TABLE sendings (
    id INTEGER PRIMARY KEY,
    document_id BIGINT NOT NULL REFERENCES documents (id),
    case_id BIGINT NOT NULL REFERENCES cases (id),
    channel TEXT NOT NULL,               -- mail, digital_post
    state TEXT NOT NULL,                 -- waiting, sent, handed_over, delivered, failed
    receiver TEXT NOT NULL,              -- a mail address, or the digits of a CPR or CVR number
    receiver_kind TEXT NOT NULL,         -- none for an address, cpr, cvr
    receiver_name TEXT NOT NULL,
    label TEXT NOT NULL,
    text TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    reason TEXT NOT NULL DEFAULT '',
    reply TEXT NOT NULL DEFAULT '',
    proof_hash TEXT NOT NULL DEFAULT '', -- of the message as it was sent, in the file store
    attempts BIGINT NOT NULL DEFAULT 0,
    ordered_by BIGINT NOT NULL REFERENCES users (id),
    ordered_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX sendings_of_document ON sendings (document_id, id);
CREATE INDEX sendings_by_proof ON sendings (proof_hash) WHERE proof_hash <> '';
CREATE INDEX attachments_by_content ON attachments (content_hash);
