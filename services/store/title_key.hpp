#pragma once

/// core::danish_order_key() in SQL, which sorts titles as the Danish alphabet has them: the expression of the indexes
/// in 0006_document_lists.sql and 0013_lists.sql, to the letter. A macro, since statements are put together at compile
/// time.
#define TITLE_KEY(title)                                                  \
    "SUBSTR(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(LOWER(" title \
    "), 'Æ', '{'), 'æ', '{'), 'Ø', '|'), "                             \
    "'ø', '|'), 'Å', '}'), 'å', '}'), 1, 60)"
