#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "services/cases/cases.hpp"
#include "services/cases/parties.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/privacy/bundles.hpp"
#include "services/privacy/corrections.hpp"
#include "services/privacy/erasures.hpp"
#include "services/privacy/privacy_routes.hpp"
#include "services/store/document_store.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

namespace services {

using core::Error;
using core::ErrorCode;
using core::Result;
using Json = nlohmann::json;

namespace {

struct GroundWords {
    core::ErasureGround ground;
    std::string_view danish;
};
constexpr std::array ground_words{
    GroundWords{core::ErasureGround::unlawful, "Skulle aldrig have været her (artikel 17, stk. 1, litra d)"},
    GroundWords{core::ErasureGround::legal_duty, "En lov, en dom eller Datatilsynet kræver det (litra e)"},
    GroundWords{core::ErasureGround::no_longer_needed, "Der er ikke længere brug for det (litra a)"},
    GroundWords{core::ErasureGround::consent_withdrawn, "Samtykket er trukket tilbage (litra b)"},
    GroundWords{core::ErasureGround::objection, "Personen gør indsigelse (litra c)"},
};

std::string spoken_ground(Language language, core::ErasureGround ground) {
    const auto words = std::ranges::find(ground_words, ground, &GroundWords::ground);
    return translate(language, words->danish);
}

std::string said_of(Language language, const Error& error) {
    if (error.detail == core::name_of(core::ErasureObstacle::archives_act))
        return translate(
            language,
            "Sagen skal bevares efter arkivloven (KLE's kode), så intet på den må slettes, før den er afleveret til "
            "arkiv."
        );
    if (error.detail == core::name_of(core::ErasureObstacle::retention))
        return translate(language, "Sagen må først kasseres, når den har været lukket i den tid, KLE's kode siger.");
    if (error.detail == core::name_of(core::ErasureObstacle::open_case))
        return translate(
            language, "Sagen er ikke lukket, og oplysningerne hører til behandlingen af den (forvaltningsloven § 9)."
        );
    if (error.detail == core::name_of(core::ErasureObstacle::duty_to_journal))
        return translate(
            language, "Dokumentet er modtaget eller sendt og hører til journalen (offentlighedsloven § 15)."
        );
    if (error.field == "reason") return translate(language, "Skriv en begrundelse på højst 1000 tegn.");
    if (error.field == "identifier") return translate(language, "Nummeret kan ikke være rigtigt.");
    if (error.field == "name") return translate(language, "Skriv et navn på én linje.");
    if (error.field == "mail") return translate(language, "Det er ikke en mailadresse.");
    if (error.field == "address") return translate(language, "Skriv adressen på én linje.");
    if (error.code == ErrorCode::conflict)
        return translate(language, "Det er slettet allerede, eller en anden har foreslået det.");
    return spoken(language, error.code).message;
}

Acting acting_of(const PrivacyDesk& desk, const Caller& caller) {
    return {caller.principal, desk.workplace.clock.now()};
}

/// Whether a page can say it; else it is an error page's.
bool is_for_form(const Error& error) {
    return error.code == ErrorCode::invalid_input || error.code == ErrorCode::conflict;
}

// Bundles, and what waits to be erased

Json bundle_rows(
    const std::vector<PersonBundle>& bundles, const Caller& caller, Language language, core::Timestamp now
) {
    auto rows = Json::array();
    for (const auto& one : bundles) {
        const bool is_ready = one.state == BundleState::ready && one.ends_at && now < *one.ends_at;
        const bool has_number = one.kind != core::IdentifierKind::none;
        const bool counts = may_count_unreadable(caller.principal) && one.unreadable > 0;
        rows.push_back({
            {"whom", has_number ? core::shown_identifier(one.kind, one.identifier) : one.name},
            {"address", one.address},
            {"asked", spoken_time(language, one.asked_at, now)},
            {"is_waiting", one.state == BundleState::waiting},
            {"done", one.done},
            {"done_text", spoken_number(language, one.done)},
            {"cases", one.cases},
            {"documents", one.total},
            {"unreadable", counts ? one.unreadable : 0},
            {"fetch_path", is_ready ? "/persondata/" + std::to_string(one.id) + "/hent" : std::string{}},
            {"ends", is_ready ? spoken_date(language, core::danish_date(*one.ends_at)) : std::string{}},
        });
    }
    return rows;
}

Json erasure_rows(Transaction& tx, const Caller& caller, Language language, core::Timestamp now) {
    auto rows = Json::array();
    for (const auto& one : waiting_erasures(tx, caller.principal)) {
        const auto on = read_case(tx, caller.principal, one.in_case);
        if (!on) continue;
        const auto asker = UserStore{tx}.find(one.asked_by);
        std::string what;
        if (one.what == core::ErasureOf::party) {
            const auto party = CaseStore{tx}.find_party(core::PartyId{one.subject});
            what = translate(language, "Part: {name}", {{"name", party ? party->name : std::string{}}});
        } else {
            const auto document = DocumentStore{tx}.find(core::DocumentId{one.subject});
            what = translate(
                language,
                "Dokument {number}: {title}",
                {{"number", document ? std::to_string(document->number) : std::string{}},
                 {"title", document ? document->title : std::string{}}}
            );
        }
        rows.push_back({
            {"what", what},
            {"case_path", "/sager/" + std::to_string(one.in_case.value)},
            {"case_number", on.value().number},
            {"ground", spoken_ground(language, one.ground)},
            {"reason", one.reason},
            {"asked_by", asker ? asker->full_name : std::string{}},
            {"asked", spoken_time(language, one.asked_at, now)},
            {"decide_path",
             may_decide(tx, caller.principal, one) ? "/persondata/sletninger/" + std::to_string(one.id)
                                                   : std::string{}},
            {"is_own", one.asked_by == caller.id()},
        });
    }
    return rows;
}

Result<Response> show(
    const PrivacyDesk& desk, const Request& request, const Caller& caller, const std::optional<Error>& error
) {
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    auto errors = Json::object();
    if (error) errors[error->field.empty() ? "form" : error->field] = said_of(language, *error);
    Json data{
        {"may_gather", may_gather(caller.principal)},
        {"errors", std::move(errors)},
        {"form",
         {{"identifier", request.form_value("identifier")},
          {"name", request.form_value("name")},
          {"address", request.form_value("address")},
          {"mail", request.form_value("mail")},
          {"reason", request.form_value("reason")}}},
        {"bundles", Json::array()},
    };
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        data["erasures"] = erasure_rows(tx, caller, language, now);
        if (!may_gather(caller.principal)) return core::done();
        TRY(const auto bundles, own_bundles(tx, caller.principal));
        data["bundles"] = bundle_rows(bundles, caller, language, now);
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Persondata"), desk.workplace);
    auto response = page(desk.workplace, "privacy/persons", data, frame, error ? 422 : 200);
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> get_persons(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, std::nullopt);
}

Result<Response> post_persons(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    const NewBundle made{
        .identifier = request.form_value("identifier"),
        .name = request.form_value("name"),
        .address = request.form_value("address"),
        .mail = request.form_value("mail"),
        .reason = request.form_value("reason"),
    };
    const auto asked =
        desk.workplace.db.write([&](Transaction& tx) { return ask_bundle(tx, acting_of(desk, caller), made); });
    if (asked.has_value()) return with_toast(redirect("/persondata"), "Oplysningerne samles. Kom tilbage om lidt.");
    if (!is_for_form(asked.error())) return asked.error();
    return show(desk, request, caller, asked.error());
}

Result<Response> post_decision(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    const bool is_erasing = request.form_value("decision") == "slet";
    const auto decided = decide_erasure(
        desk.workplace.db,
        desk.files,
        acting_of(desk, caller),
        request.id_parameter("id"),
        is_erasing ? ErasureDecision::erase : ErasureDecision::refuse
    );
    if (decided.has_error() && !is_for_form(decided.error())) return decided.error();
    if (decided.has_error())
        return with_toast(redirect("/persondata"), said_of(page_language(request), decided.error()));
    return with_toast(redirect("/persondata"), is_erasing ? "Det er slettet." : "Forslaget er afvist.");
}

// One party or document

struct Changing {
    core::ErasureOf what{};
    std::int64_t id{};
    std::optional<Error> correction{}, erasure{};
};

std::string path_of(const Changing& changing) {
    return changing.what == core::ErasureOf::party ? "/parter/" + std::to_string(changing.id) + "/ret"
                                                   : "/dokumenter/" + std::to_string(changing.id) + "/slet";
}

Json grounds_json(Language language, const std::string& chosen) {
    auto rows = Json::array();
    for (const auto& words : ground_words)
        rows.push_back({
            {"value", core::name_of(words.ground)},
            {"text", translate(language, words.danish)},
            {"is_selected", core::name_of(words.ground) == chosen},
        });
    return rows;
}

Result<void> put_party(Transaction& tx, const Request& request, const Caller& caller, std::int64_t id, Json& data) {
    TRY(const auto party, read_party(tx, caller.principal, core::PartyId{id}));
    const bool is_typed = request.method == Method::post && !request.form_value("name").empty();
    data["heading"] = party.name;
    data["back_path"] = "/sager/" + std::to_string(party.in_case.value) + "?fane=parter";
    data["party"] = {
        {"name", is_typed ? request.form_value("name") : party.name},
        {"identifier",
         is_typed ? request.form_value("identifier") : core::full_identifier(party.identifier_kind, party.identifier)},
        {"address", is_typed ? request.form_value("address") : party.address},
    };
    return core::done();
}

Result<void> put_document(Transaction& tx, const Caller& caller, std::int64_t id, Json& data) {
    const auto document = DocumentStore{tx}.find(core::DocumentId{id});
    if (!document || read_case(tx, caller.principal, document->in_case).has_error())
        return Error{ErrorCode::not_found, "there is no such document"};
    data["heading"] = document->title;
    data["back_path"] = "/dokumenter/" + std::to_string(id);
    data["party"] = false;
    return core::done();
}

Result<Response> change_page(
    const PrivacyDesk& desk, const Request& request, const Caller& caller, const Changing& changing
) {
    const auto language = page_language(request);
    const auto said = [&](const std::optional<Error>& error) {
        return error ? said_of(language, *error) : std::string{};
    };
    Json data{
        {"path", path_of(changing)},
        {"correction_error", said(changing.correction)},
        {"erasure_error", said(changing.erasure)},
        {"correction_reason", request.form_value("correction_reason")},
        {"erasure_reason", request.form_value("erasure_reason")},
        {"grounds", grounds_json(language, request.form_value("ground"))},
    };
    const bool is_party = changing.what == core::ErasureOf::party;
    TRY(desk.workplace.db.read([&](Transaction& tx) {
        return is_party ? put_party(tx, request, caller, changing.id, data)
                        : put_document(tx, caller, changing.id, data);
    }));
    const auto title = translate(language, is_party ? "Ret eller slet en part" : "Slet et dokument");
    const auto frame = staff_frame(request, caller, title, desk.workplace);
    const bool is_wrong = changing.correction || changing.erasure;
    auto response = page(desk.workplace, "privacy/change", data, frame, is_wrong ? 422 : 200);
    response.set("cache-control", "no-store");
    return response;
}

Result<Response> ask(const PrivacyDesk& desk, const Request& request, const Caller& caller, Changing changing) {
    const auto ground = core::erasure_ground_named(request.form_value("ground"));
    if (!ground) return Error{ErrorCode::invalid_input, "the ground is missing", "ground"};
    const NewErasure made{changing.what, changing.id, *ground, request.form_value("erasure_reason")};
    const auto asked =
        desk.workplace.db.write([&](Transaction& tx) { return ask_erasure(tx, acting_of(desk, caller), made); });
    if (asked.has_value())
        return with_toast(redirect("/persondata"), "Sletningen er foreslået. En leder for enheden afgør den.");
    if (!is_for_form(asked.error())) return asked.error();
    changing.erasure = asked.error();
    return change_page(desk, request, caller, changing);
}

Result<Response> get_party(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    const core::PartyId id{request.id_parameter("id")};
    // The form shows the number in full, which the log hears of as when it is asked for elsewhere.
    TRY(desk.workplace.db.write([&](Transaction& tx) -> Result<void> {
        TRY(const auto party, read_party(tx, caller.principal, id));
        if (party.identifier_kind != core::IdentifierKind::cpr) return core::done();
        TRY(show_identifier(tx, acting_of(desk, caller), id));
        return core::done();
    }));
    return change_page(desk, request, caller, {core::ErasureOf::party, id.value});
}

Result<Response> post_party(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    Changing changing{core::ErasureOf::party, request.id_parameter("id")};
    if (request.form_value("do") == "slet") return ask(desk, request, caller, changing);
    PartyCorrection made;
    made.party = core::PartyId{changing.id};
    made.name = request.form_value("name");
    made.identifier = request.form_value("identifier");
    made.address = request.form_value("address");
    made.reason = request.form_value("correction_reason");
    const auto corrected = desk.workplace.db.write([&](Transaction& tx) -> Result<core::Party> {
        TRY(const auto before, read_party(tx, caller.principal, made.party));
        // A number that stays keeps its register: a P-number looks like a person's.
        if (core::bare_identifier(made.identifier) == before.identifier) made.kind = before.identifier_kind;
        return correct_party(tx, acting_of(desk, caller), made);
    });
    if (corrected.has_value())
        return with_toast(
            redirect("/sager/" + std::to_string(corrected.value().in_case.value) + "?fane=parter"), "Parten er rettet."
        );
    if (!is_for_form(corrected.error())) return corrected.error();
    changing.correction = corrected.error();
    return change_page(desk, request, caller, changing);
}

Result<Response> get_document(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    return change_page(desk, request, caller, {core::ErasureOf::document, request.id_parameter("id")});
}

Result<Response> post_document(const PrivacyDesk& desk, const Request& request, const Caller& caller) {
    return ask(desk, request, caller, {core::ErasureOf::document, request.id_parameter("id")});
}

}  // namespace

void add_privacy_pages(Router& router, Identity& identity, const PrivacyDesk& desk) {
    const ForSignedIn<PrivacyDesk> add{router, identity, desk};
    add(Method::get, "/persondata", get_persons);
    add(Method::post, "/persondata", post_persons);
    add(Method::post, "/persondata/sletninger/{id:id}", post_decision);
    add(Method::get, "/parter/{id:id}/ret", get_party);
    add(Method::post, "/parter/{id:id}/ret", post_party);
    add(Method::get, "/dokumenter/{id:id}/slet", get_document);
    add(Method::post, "/dokumenter/{id:id}/slet", post_document);
}

}  // namespace services
