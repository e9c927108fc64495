#include "services/oio/oio_api.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "core/whole_number.hpp"
#include "services/cases/case_listing.hpp"
#include "services/cases/documents.hpp"
#include "services/cases/filing.hpp"
#include "services/cases/parties.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/oio/oio_objects.hpp"
#include "services/store/case_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/oio_store.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::OioObject;
using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::int64_t most_results = 1000;

Error nothing_there() {
    return {ErrorCode::not_found, "no object has this UUID"};
}

/// Errors: invalid_input, if it is no number from `least` to `most`.
Result<std::int64_t> number_of(const Request& request, const char* name, std::int64_t usual, std::int64_t most) {
    const auto text = request.query_value(name);
    if (!text) return usual;
    const auto number = core::whole_number(*text);
    if (!number || *number < 0 || *number > most)
        return Error{ErrorCode::invalid_input, std::string{name} + " is a number up to " + std::to_string(most), name};
    return *number;
}

/// A search that is asked for and not done would find too much.
Result<void> check_names(const Request& request, std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : request.query)
        if (std::ranges::find(known, name) == known.end())
            return Error{ErrorCode::invalid_input, "there is no search by this here", name};
    return core::done();
}

/// Every wildcard is another place from which the rest of each title is compared anew.
Result<void> check_pattern(const std::string& title) {
    constexpr std::size_t bytes_max = 255;
    constexpr std::ptrdiff_t wildcards_max = 5;
    if (title.size() > bytes_max || std::ranges::count(title, '%') > wildcards_max)
        return Error{ErrorCode::invalid_input, "titel has at most 255 bytes and 5 wildcards", "titel"};
    return core::done();
}

Result<TitleQuestion> question_of(const Request& request, const Caller& caller) {
    TitleQuestion question{.reader = caller.id(), .title = request.query_value("titel")};
    if (question.title) {
        TRY(check_pattern(*question.title));
    }
    TRY(question.first, number_of(request, "foersteresultat", 0, 1'000'000'000));
    TRY(question.limit, number_of(request, "maksimalantalresultater", 100, most_results));
    return question;
}

template <class IdType>
Response found(const OioIds& ids, OioObject of, const std::vector<IdType>& found_ids) {
    auto uuids = Json::array();
    for (const auto id : found_ids) uuids.push_back(ids.uuid(of, id.value));
    return services::json(Json{{"results", Json::array({std::move(uuids)})}}.dump());
}

/// What is known by its key alone: it is there or not, and other criteria and pages then say whether it is meant.
template <class IdType>
std::vector<IdType> only(std::optional<IdType> one, const TitleQuestion& question) {
    if (!one || question.first > 0 || question.limit == 0) return {};
    return {*one};
}

std::optional<core::Case> case_numbered(Transaction& tx, const core::Principal& who, const std::string& number) {
    const auto one = CaseStore{tx}.find_by_number(number);
    if (!one) return std::nullopt;
    auto read = read_case(tx, who, one->id);
    return read.has_value() ? std::optional{std::move(read).value()} : std::nullopt;
}

/// "2026-000123-7": a case's number, and a document's on it.
std::optional<core::DocumentId> document_keyed(Transaction& tx, const core::Principal& who, const std::string& key) {
    const auto dash = key.rfind('-');
    if (dash == std::string::npos) return std::nullopt;
    const auto number = core::whole_number(key.substr(dash + 1));
    const auto on = number ? case_numbered(tx, who, key.substr(0, dash)) : std::nullopt;
    if (!on || *number < 1 || *number == std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    const auto found = find_by_number(tx, who, on->id, *number);
    return found ? std::optional{found.value().document} : std::nullopt;
}

/// A key and a title together are asked for by nobody, and one of them would be passed over unseen.
Result<std::optional<std::string>> key_of(const Request& request, const TitleQuestion& question, const char* name) {
    auto key = request.query_value(name);
    if (key && question.title) return Error{ErrorCode::invalid_input, "either a key or a title", name};
    return key;
}

Result<Response> list_oio_cases(const OioDesk& desk, const Request& request, const Caller& caller) {
    TRY(check_names(request, {"bvn", "sagsnummer", "titel", "foersteresultat", "maksimalantalresultater"}));
    TRY(const auto question, question_of(request, caller));
    TRY(auto key, key_of(request, question, "bvn"));
    if (!key) {
        TRY(key, key_of(request, question, "sagsnummer"));
    }
    return desk.db.read([&](Transaction& tx) -> Result<Response> {
        const auto ids = OioIds::of(tx);
        if (!key) return found(ids, OioObject::a_case, OioStore{tx}.cases(question));
        const auto one = case_numbered(tx, caller.principal, *key);
        return found(ids, OioObject::a_case, only(one ? std::optional{one->id} : std::nullopt, question));
    });
}

Result<Response> list_oio_documents(const OioDesk& desk, const Request& request, const Caller& caller) {
    TRY(check_names(request, {"bvn", "titel", "foersteresultat", "maksimalantalresultater"}));
    TRY(const auto question, question_of(request, caller));
    TRY(const auto key, key_of(request, question, "bvn"));
    return desk.db.read([&](Transaction& tx) -> Result<Response> {
        const auto ids = OioIds::of(tx);
        if (!key) return found(ids, OioObject::document, OioStore{tx}.documents(question));
        return found(ids, OioObject::document, only(document_keyed(tx, caller.principal, *key), question));
    });
}

bool tells_cpr(const core::Party& party) {
    return is_told_with_case(party) && party.identifier_kind == core::IdentifierKind::cpr && !party.identifier.empty();
}

/// Notes that the numbers of these persons were told; they are, from here.
Result<void> note_told(const OioDesk& desk, const Caller& caller, const std::vector<core::Party>& parties) {
    if (std::ranges::none_of(parties, tells_cpr)) return core::done();
    return desk.db.write([&](Transaction& tx) -> Result<void> {
        for (const auto& party : parties) {
            if (!tells_cpr(party)) continue;
            TRY(show_identifier(tx, {caller.principal, desk.clock.now()}, party.id));
        }
        return core::done();
    });
}

Result<Response> get_oio_case(const OioDesk& desk, const Request& request, const Caller& caller) {
    TRY(check_names(request, {}));
    std::vector<core::Party> parties;
    TRY(auto response, desk.db.read([&](Transaction& tx) -> Result<Response> {
        const auto ids = OioIds::of(tx);
        const auto id = ids.id(OioObject::a_case, request.parameter("uuid"));
        if (!id) return nothing_there();
        TRY(const auto one, read_case(tx, caller.principal, core::CaseId{*id}));
        parties = CaseStore{tx}.parties(one.id);
        return services::json(oio_case({tx, caller.principal, ids, desk.cvr}, one, parties).dump());
    }));
    TRY(note_told(desk, caller, parties));
    return response;
}

Result<Response> get_oio_document(const OioDesk& desk, const Request& request, const Caller& caller) {
    TRY(check_names(request, {}));
    return desk.db.read([&](Transaction& tx) -> Result<Response> {
        const auto ids = OioIds::of(tx);
        const auto id = ids.id(OioObject::document, request.parameter("uuid"));
        if (!id) return nothing_there();
        TRY(const auto one, read_document(tx, caller.principal, core::DocumentId{*id}));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        return services::json(oio_document({tx, caller.principal, ids, desk.cvr}, one, on).dump());
    });
}

}  // namespace

void add_oio_api(Router& router, Identity& identity, const OioDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/oio/sag/sag", list_oio_cases);
    add(Method::get, "/oio/sag/sag/{uuid}", get_oio_case);
    add(Method::get, "/oio/dokument/dokument", list_oio_documents);
    add(Method::get, "/oio/dokument/dokument/{uuid}", get_oio_document);
}

}  // namespace services
