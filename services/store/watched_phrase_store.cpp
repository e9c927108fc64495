#include "services/store/watched_phrase_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

constexpr std::string_view add_sql = R"sql(
    INSERT INTO watched_phrases (kind, text, added_by, added_at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (kind, text) DO NOTHING RETURNING id)sql";
#define PHRASE_COLUMNS "SELECT id, kind, text, added_by, added_at FROM watched_phrases "
constexpr std::string_view find_sql = PHRASE_COLUMNS "WHERE id = $1";
constexpr std::string_view all_sql = PHRASE_COLUMNS "ORDER BY kind, text, id LIMIT 100000";
constexpr std::string_view remove_sql = "DELETE FROM watched_phrases WHERE id = $1";
constexpr std::string_view count_sql = "SELECT COUNT(*) FROM watched_phrases";

StoredPhrase phrase_from(const Row& row) {
    return StoredPhrase{
        .id = row.id<WatchedPhraseId>(0),
        .phrase = {named(core::watched_kind_named, row.text(1)), row.text(2)},
        .added_by = row.id<core::UserId>(3),
        .added_at = timestamp(row.number(4)),
    };
}

}  // namespace

std::optional<WatchedPhraseId> WatchedPhraseStore::add(const StoredPhrase& made) {
    const auto rows =
        tx_.run(add_sql, {core::name_of(made.phrase.kind), made.phrase.text, made.added_by, seconds(made.added_at)});
    return first(rows, [](const Row& row) { return row.id<WatchedPhraseId>(0); });
}

std::optional<StoredPhrase> WatchedPhraseStore::find(WatchedPhraseId id) const {
    return first(tx_.run(find_sql, {id}), phrase_from);
}

std::vector<StoredPhrase> WatchedPhraseStore::all() const {
    return services::all(tx_.run(all_sql), phrase_from);
}

bool WatchedPhraseStore::remove(WatchedPhraseId id) {
    return tx_.run(remove_sql, {id}).changed() == 1;
}

std::int64_t WatchedPhraseStore::count() const {
    return tx_.run(count_sql).front().number(0);
}

core::ReleaseCheck release_check(Transaction& tx) {
    std::vector<core::WatchedPhrase> phrases;
    for (auto& stored : WatchedPhraseStore{tx}.all()) phrases.push_back(std::move(stored.phrase));
    return core::ReleaseCheck{core::WatchList{phrases}};
}

}  // namespace services
