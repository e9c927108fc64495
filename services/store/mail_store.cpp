#include "services/store/mail_store.hpp"

#include <algorithm>
#include <set>

#include "services/store/columns.hpp"

namespace services {

namespace {

#define MAIL_COLUMNS "content_hash, sender_name, sender_address, receivers, copies, subject, sent_at"
constexpr std::string_view add_sql =
    "INSERT INTO mails (" MAIL_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (content_hash) DO NOTHING";
constexpr std::string_view add_id_sql = R"sql(
    INSERT INTO mail_ids (content_hash, message_id, is_own) VALUES ($1, $2, $3)
    ON CONFLICT (content_hash, message_id) DO NOTHING)sql";
constexpr std::string_view add_part_sql = R"sql(
    INSERT INTO mail_parts (content_hash, place, file_name, part_hash) VALUES ($1, $2, $3, $4)
    ON CONFLICT (content_hash, place) DO NOTHING)sql";
constexpr std::string_view find_sql = "SELECT " MAIL_COLUMNS " FROM mails WHERE content_hash = $1";
constexpr std::string_view parts_sql =
    "SELECT file_name, part_hash FROM mail_parts WHERE content_hash = $1 ORDER BY place LIMIT 1000";
constexpr std::string_view same_sql = R"sql(
    SELECT other.content_hash FROM mail_ids AS own JOIN mail_ids AS other ON other.message_id = own.message_id
     WHERE own.content_hash = $1 AND own.is_own = 1 AND other.is_own = 1 AND other.content_hash <> $1
     ORDER BY other.content_hash LIMIT 100)sql";
constexpr std::string_view ids_of_sql =
    "SELECT message_id FROM mail_ids WHERE content_hash = $1 ORDER BY message_id LIMIT 500";
constexpr std::string_view with_id_sql =
    "SELECT content_hash FROM mail_ids WHERE message_id = $1 ORDER BY content_hash LIMIT 200";
constexpr std::string_view documents_sql = R"sql(
    SELECT id FROM documents
     WHERE content_hash = $1 AND access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $2)
     ORDER BY id LIMIT 100)sql";
constexpr std::string_view duplicate_sql =
    "UPDATE incoming_items SET duplicate_of = $2 WHERE id = $1 AND duplicate_of IS NULL";
constexpr std::string_view forget_parts_sql = "DELETE FROM mail_parts WHERE content_hash = $1";
constexpr std::string_view forget_ids_sql = "DELETE FROM mail_ids WHERE content_hash = $1";
constexpr std::string_view forget_sql = "DELETE FROM mails WHERE content_hash = $1";

core::ContentHash hash_in(const Row& row, std::size_t column) {
    return core::ContentHash::parse(row.text(column)).value_or(core::ContentHash{});
}

StoredMail mail_from(const Row& row) {
    return StoredMail{
        .content = hash_in(row, 0),
        .sender_name = row.text(1),
        .sender_address = row.text(2),
        .receivers = row.text(3),
        .copies = row.text(4),
        .subject = row.text(5),
        .sent_at = maybe_timestamp(row, 6),
    };
}

}  // namespace

const std::string& sender_of(const StoredMail& mail) {
    return mail.sender_name.empty() ? mail.sender_address : mail.sender_name;
}

void MailStore::put(const NewMail& made) {
    const auto& mail = made.mail;
    const auto& hash = mail.content.text();
    tx_.run(
        add_sql,
        {hash, mail.sender_name, mail.sender_address, mail.receivers, mail.copies, mail.subject, seconds(mail.sent_at)}
    );
    if (!made.message_id.empty()) tx_.run(add_id_sql, {hash, made.message_id, std::int64_t{1}});
    for (const auto& id : made.references) tx_.run(add_id_sql, {hash, id, std::int64_t{0}});
    std::int64_t place = 0;
    for (const auto& part : made.parts) tx_.run(add_part_sql, {hash, ++place, part.file_name, part.content.text()});
}

std::optional<StoredMail> MailStore::find(const core::ContentHash& content) const {
    return first(tx_.run(find_sql, {content.text()}), mail_from);
}

std::vector<MailFile> MailStore::parts(const core::ContentHash& content) const {
    return all(tx_.run(parts_sql, {content.text()}), [](const Row& row) {
        return MailFile{row.text(0), hash_in(row, 1)};
    });
}

std::vector<core::ContentHash> MailStore::same_message(const core::ContentHash& content) const {
    return all(tx_.run(same_sql, {content.text()}), [](const Row& row) { return hash_in(row, 0); });
}

std::vector<StoredMail> MailStore::thread(const core::ContentHash& content, std::size_t limit) const {
    // One step is enough where References hold all that came before, as they should; a second finds what lies behind a
    // program that names only the message it answers.
    if (!find(content)) return {};
    constexpr int steps = 2;
    constexpr std::size_t ids_max = 500;
    std::set<core::ContentHash> found{content};
    std::set<std::string> looked_up;
    for (int step = 0; step < steps && found.size() < limit; ++step) {
        std::set<std::string> ids;
        for (const auto& one : found)
            for (auto& id : all(tx_.run(ids_of_sql, {one.text()}), [](const Row& row) { return row.text(0); }))
                if (ids.size() < ids_max && !looked_up.contains(id)) ids.insert(std::move(id));
        for (const auto& id : ids) {
            looked_up.insert(id);
            for (const auto& other : all(tx_.run(with_id_sql, {id}), [](const Row& row) { return hash_in(row, 0); }))
                if (found.size() < limit) found.insert(other);
        }
    }
    std::vector<StoredMail> thread;
    for (const auto& one : found)
        if (auto mail = find(one)) thread.push_back(std::move(*mail));
    std::ranges::stable_sort(thread, {}, [](const StoredMail& one) { return one.sent_at.value_or(core::Timestamp{}); });
    return thread;
}

std::vector<core::DocumentId> MailStore::documents_with(const core::ContentHash& content, core::UserId reader) const {
    return all(tx_.run(documents_sql, {content.text(), reader}), [](const Row& row) {
        return row.id<core::DocumentId>(0);
    });
}

void MailStore::tell_duplicate(core::IncomingId id, core::IncomingId of) {
    tx_.run(duplicate_sql, {id, of});
}

void MailStore::forget(const core::ContentHash& content) {
    tx_.run(forget_parts_sql, {content.text()});
    tx_.run(forget_ids_sql, {content.text()});
    tx_.run(forget_sql, {content.text()});
}

}  // namespace services
