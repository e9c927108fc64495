#include "services/store/oio_store.hpp"

#include "services/store/columns.hpp"

namespace services {

namespace {

// SQLite lowers a to z alone.
#define IN_SMALL(text) "REPLACE(REPLACE(REPLACE(LOWER(" text "), 'Æ', 'æ'), 'Ø', 'ø'), 'Å', 'å')"
#define TITLED(table)                                                                             \
    "SELECT t.id FROM " table                                                                     \
    " AS t WHERE t.access_group_id IN (SELECT group_id FROM group_members WHERE user_id = $1)"    \
    " AND (CAST($2 AS TEXT) IS NULL OR " IN_SMALL("t.title") " LIKE " IN_SMALL("CAST($2 AS TEXT)" \
    ) " ESCAPE '!'"                                                                               \
      " OR " IN_SMALL("t.public_title") " LIKE " IN_SMALL("CAST($2 AS TEXT)"                      \
      ) " ESCAPE '!')"                                                                            \
        " ORDER BY t.id LIMIT $4 OFFSET $3"

constexpr std::string_view cases_sql = TITLED("cases");
constexpr std::string_view documents_sql = TITLED("documents");

/// What is a wildcard to SQL and to nobody else is meant as it stands.
std::optional<std::string> pattern_of(const std::optional<std::string>& title) {
    if (!title) return std::nullopt;
    std::string pattern;
    for (const char c : *title) {
        if (c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern;
}

template <class IdType>
std::vector<IdType> ids(Transaction& tx, std::string_view sql, const TitleQuestion& question) {
    const auto pattern = pattern_of(question.title);
    return all(tx.run(sql, {question.reader, pattern, question.first, question.limit}), [](const Row& row) {
        return row.id<IdType>(0);
    });
}

}  // namespace

std::vector<core::CaseId> OioStore::cases(const TitleQuestion& question) const {
    return ids<core::CaseId>(tx_, cases_sql, question);
}

std::vector<core::DocumentId> OioStore::documents(const TitleQuestion& question) const {
    return ids<core::DocumentId>(tx_, documents_sql, question);
}

}  // namespace services
