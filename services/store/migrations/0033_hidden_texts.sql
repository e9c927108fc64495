-- What a file says where no page shows it (ocr/hidden.hpp): for those who decide what becomes public. A content that has
-- been looked through has at least the row with number 0, which says nothing.
CREATE TABLE hidden_texts (
    content_hash TEXT NOT NULL REFERENCES contents (hash) ON DELETE CASCADE,
    number BIGINT NOT NULL,
    place TEXT NOT NULL,                 -- a name of ocr::HiddenPlace
    text TEXT NOT NULL,
    PRIMARY KEY (content_hash, number)
);
