#include "services/store/access_review_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view decide_page_sql = R"sql(
    INSERT INTO access_pages (request_id, document_id, page, exemption, decided_by, decided_at)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (request_id, document_id, page) DO UPDATE SET exemption = excluded.exemption,
                decided_by = excluded.decided_by, decided_at = excluded.decided_at)sql";
constexpr std::string_view undo_page_sql =
    "DELETE FROM access_pages WHERE request_id = $1 AND document_id = $2 AND page = $3 RETURNING page";
#define PAGES "SELECT document_id, page, exemption, decided_by, decided_at FROM access_pages WHERE request_id = $1"
constexpr std::string_view pages_sql = PAGES " ORDER BY document_id, page";
constexpr std::string_view pages_of_sql = PAGES " AND document_id = $2 ORDER BY page";

constexpr std::string_view dismiss_sql = R"sql(
    INSERT INTO access_dismissals (request_id, document_id, page, box_left, box_top, box_width, box_height, made_by,
                                   made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (request_id, document_id, page, box_left, box_top, box_width, box_height) DO NOTHING)sql";
constexpr std::string_view dismissed_sql = R"sql(
    SELECT document_id, page, box_left, box_top, box_width, box_height, made_by, made_at FROM access_dismissals
     WHERE request_id = $1 AND document_id = $2 ORDER BY page)sql";

// The file may have been a document itself, or attached to one: page 3 of the second attachment is 20003.
constexpr std::string_view earlier_sql = R"sql(
    SELECT found.page, found.box_left, found.box_top, found.box_width, found.box_height, found.exemption, c.number
      FROM (SELECT b.id, b.request_id, b.page, b.box_left, b.box_top, b.box_width, b.box_height, b.exemption
              FROM documents AS d JOIN access_blackouts AS b ON b.document_id = d.id AND b.page < 10000
             WHERE d.content_hash = $1
            UNION ALL
            SELECT b.id, b.request_id, b.page - a.place * 10000, b.box_left, b.box_top, b.box_width, b.box_height,
                   b.exemption
              FROM attachments AS a
              JOIN access_blackouts AS b ON b.document_id = a.document_id
                   AND b.page > a.place * 10000 AND b.page < (a.place + 1) * 10000
             WHERE a.content_hash = $1 AND a.document_id IS NOT NULL) AS found
      JOIN access_requests AS r ON r.id = found.request_id AND r.id <> $2
      JOIN cases AS c ON c.id = r.case_id AND c.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $3)
     ORDER BY found.id DESC LIMIT 500)sql";

constexpr std::string_view add_text_sql = R"sql(
    INSERT INTO access_text_blackouts (request_id, document_id, attachment, phrase, exemption, made_by, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id)sql";
#define TEXTS                                                                                            \
    "SELECT id, document_id, attachment, phrase, exemption, made_by, made_at FROM access_text_blackouts" \
    " WHERE request_id = $1"
constexpr std::string_view texts_sql = TEXTS " ORDER BY document_id, id";
constexpr std::string_view texts_of_sql = TEXTS " AND document_id = $2 ORDER BY id";
constexpr std::string_view remove_text_sql =
    "DELETE FROM access_text_blackouts WHERE request_id = $1 AND document_id = $2 AND id = $3 RETURNING id";

constexpr std::string_view forget_texts_sql =
    "DELETE FROM access_text_blackouts WHERE request_id = $1 AND document_id = $2";
constexpr std::string_view forget_boxes_sql = "DELETE FROM access_blackouts WHERE request_id = $1 AND document_id = $2";
constexpr std::string_view forget_pages_sql = "DELETE FROM access_pages WHERE request_id = $1 AND document_id = $2";
constexpr std::string_view forget_dismissals_sql =
    "DELETE FROM access_dismissals WHERE request_id = $1 AND document_id = $2";

DecidedAccessPage decided_page_from(const Row& row) {
    return DecidedAccessPage{
        .document = row.id<core::DocumentId>(0),
        .page = row.number(1),
        .exemption = row.text(2),
        .decided_by = row.id<core::UserId>(3),
        .decided_at = timestamp(row.number(4)),
    };
}

AccessBlackout dismissed_from(const Row& row) {
    AccessBlackout box;
    box.document = row.id<core::DocumentId>(0);
    box.page = row.number(1);
    box.left = row.number(2);
    box.top = row.number(3);
    box.width = row.number(4);
    box.height = row.number(5);
    box.made_by = row.id<core::UserId>(6);
    box.made_at = timestamp(row.number(7));
    return box;
}

AccessTextBlackout text_from(const Row& row) {
    return AccessTextBlackout{
        .id = row.number(0),
        .document = row.id<core::DocumentId>(1),
        .attachment = row.number(2),
        .phrase = row.text(3),
        .exemption = row.text(4),
        .made_by = row.id<core::UserId>(5),
        .made_at = timestamp(row.number(6)),
    };
}

EarlierBlackout earlier_from(const Row& row) {
    return EarlierBlackout{
        .page = row.number(0),
        .left = row.number(1),
        .top = row.number(2),
        .width = row.number(3),
        .height = row.number(4),
        .exemption = row.text(5),
        .case_number = row.text(6),
    };
}

}  // namespace

void AccessReviewStore::decide_page(core::AccessRequestId of, const DecidedAccessPage& made) {
    tx_.run(decide_page_sql, {of, made.document, made.page, made.exemption, made.decided_by, seconds(made.decided_at)});
}

bool AccessReviewStore::undo_page(core::AccessRequestId of, core::DocumentId document, std::int64_t page) {
    return !tx_.run(undo_page_sql, {of, document, page}).empty();
}

std::vector<DecidedAccessPage> AccessReviewStore::pages(core::AccessRequestId of) const {
    return all(tx_.run(pages_sql, {of}), decided_page_from);
}

std::vector<DecidedAccessPage> AccessReviewStore::pages(core::AccessRequestId of, core::DocumentId document) const {
    return all(tx_.run(pages_of_sql, {of, document}), decided_page_from);
}

void AccessReviewStore::dismiss(core::AccessRequestId of, const AccessBlackout& suggested) {
    tx_.run(
        dismiss_sql,
        {of,
         suggested.document,
         suggested.page,
         suggested.left,
         suggested.top,
         suggested.width,
         suggested.height,
         suggested.made_by,
         seconds(suggested.made_at)}
    );
}

std::vector<AccessBlackout> AccessReviewStore::dismissed(core::AccessRequestId of, core::DocumentId document) const {
    return all(tx_.run(dismissed_sql, {of, document}), dismissed_from);
}

std::vector<EarlierBlackout> AccessReviewStore::earlier(
    const core::ContentHash& file, core::AccessRequestId but, core::UserId reader
) const {
    return all(tx_.run(earlier_sql, {file.text(), but, reader}), earlier_from);
}

std::int64_t AccessReviewStore::add_text_blackout(core::AccessRequestId of, const AccessTextBlackout& made) {
    return tx_
        .run(
            add_text_sql,
            {of, made.document, made.attachment, made.phrase, made.exemption, made.made_by, seconds(made.made_at)}
        )
        .front()
        .number(0);
}

std::vector<AccessTextBlackout> AccessReviewStore::text_blackouts(core::AccessRequestId of) const {
    return all(tx_.run(texts_sql, {of}), text_from);
}

std::vector<AccessTextBlackout> AccessReviewStore::text_blackouts(core::AccessRequestId of, core::DocumentId document)
    const {
    return all(tx_.run(texts_of_sql, {of, document}), text_from);
}

bool AccessReviewStore::remove_text_blackout(core::AccessRequestId of, core::DocumentId document, std::int64_t id) {
    return !tx_.run(remove_text_sql, {of, document, id}).empty();
}

void AccessReviewStore::forget(core::AccessRequestId of, core::DocumentId document) {
    tx_.run(forget_texts_sql, {of, document});
    tx_.run(forget_boxes_sql, {of, document});
    tx_.run(forget_pages_sql, {of, document});
    tx_.run(forget_dismissals_sql, {of, document});
}

}  // namespace services
