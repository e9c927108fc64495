#include "services/sending/sending_pages.hpp"

#include <nlohmann/json.hpp>

#include "core/rules/identifiers.hpp"
#include "core/utf8.hpp"
#include "core/whole_number.hpp"
#include "services/cases/documents.hpp"
#include "services/identity/for_signed_in.hpp"
#include "services/store/case_store.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

/// Sending a document, and where it was sent.
namespace services {

using core::Error;
using core::Result;
using core::Sending;
using core::SendingChannel;
using core::SendingState;
using Json = nlohmann::json;

namespace {

/// What was typed, and what is wrong with it; `to` is "mail" or a party's number.
struct SendForm {
    std::string to, address, label, text;
    bool knows_of_number{};
    Json errors = Json::object();
};

std::string document_path_of(core::DocumentId id) {
    return "/dokumenter/" + std::to_string(id.value);
}

std::string spoken_state(Language language, const Sending& one) {
    switch (one.state) {
        case SendingState::waiting:
            return one.reason.empty() ? translate(language, "Bliver sendt") : translate(language, "Prøver igen");
        case SendingState::sent:
            return translate(language, "Sendt");
        case SendingState::handed_over:
            return translate(language, "Afleveret til Digital Post, venter på kvittering");
        case SendingState::delivered:
            return translate(language, "Modtaget af Digital Post");
        case SendingState::failed:
            return translate(language, "Ikke sendt");
    }
    return {};
}

const char* tone_of(SendingState state) {
    switch (state) {
        case SendingState::sent:
        case SendingState::delivered:
            return "good";
        case SendingState::failed:
            return "bad";
        case SendingState::waiting:
        case SendingState::handed_over:
            break;
    }
    return "busy";
}

Json sending_json(Language language, const Sending& one, const std::string& by, core::Timestamp now, bool can_send) {
    const auto path = "/afsendelser/" + std::to_string(one.id.value);
    const bool is_mail = one.channel == SendingChannel::mail;
    return {
        {"receiver", one.receiver_name},
        {"channel", is_mail ? translate(language, "E-mail") : translate(language, "Digital Post")},
        {"label", one.label},
        {"state", spoken_state(language, one)},
        {"tone", tone_of(one.state)},
        {"reason", one.state == SendingState::waiting || one.state == SendingState::failed ? one.reason : ""},
        {"reply", one.state == SendingState::failed ? "" : one.reply},
        {"ordered", spoken_time(language, one.ordered_at, now)},
        {"ordered_exact", exact_time(language, one.ordered_at)},
        {"by", by},
        {"message_path",
         can_send && !one.proof.empty() ? "/api/v1/sendings/" + std::to_string(one.id.value) + "/message" : ""},
        {"retry_path", can_send && one.state == SendingState::failed ? path + "/igen" : ""},
    };
}

/// Parties that have a box in Digital Post: persons and organisations with a number.
Json receivers_json(
    Language language,
    const std::vector<core::Party>& parties,
    const SendingConfigured& configured,
    const SendForm& form
) {
    auto list = Json::array();
    if (configured.digital_post)
        for (const auto& party : parties) {
            using core::IdentifierKind;
            if (party.identifier_kind != IdentifierKind::cpr && party.identifier_kind != IdentifierKind::cvr) continue;
            auto value = std::to_string(party.id.value);
            const bool is_chosen = form.to.empty() ? list.empty() : form.to == value;
            list.push_back(
                {{"id", "to-" + value},
                 {"value", value},
                 {"text", translate(language, "Digital Post til {name}", {{"name", party.name}})},
                 {"under", core::shown_identifier(party.identifier_kind, party.identifier)},
                 {"is_chosen", is_chosen}}
            );
        }
    if (configured.mail)
        list.push_back(
            {{"id", "to-mail"},
             {"value", "mail"},
             {"text", translate(language, "E-mail")},
             {"under", ""},
             {"is_chosen", form.to.empty() ? list.empty() : form.to == "mail"}}
        );
    return list;
}

std::string said_of(Language language, const Error& error) {
    if (error.field == "address") return translate(language, "Skriv modtagerens e-mailadresse, fx navn@eksempel.dk.");
    if (error.field == "party") return translate(language, "Vælg en part med CPR- eller CVR-nummer.");
    if (error.field == "label") return translate(language, "Skriv et emne på én linje, højst 255 tegn.");
    if (error.field == "text") return translate(language, "Skriv en hilsen til e-mailen, højst 20.000 tegn.");
    if (error.field == "knows_of_number" && error.detail == not_checked_for_numbers)
        return translate(
            language,
            "Dokumentet eller et bilag er ikke læst endnu eller kunne ikke læses helt, så ingen ved, om der står et "
            "CPR-nummer i det. Vent lidt, brug Digital Post, eller bekræft nedenfor."
        );
    if (error.field == "knows_of_number")
        return translate(
            language,
            "Brevet eller e-mailen indeholder noget, der ligner et CPR-nummer. Brug Digital Post, eller bekræft "
            "nedenfor."
        );
    return translate(language, "Vælg, hvordan dokumentet skal sendes.");
}

SendForm begun(Language language, const core::Document& one, const std::string& writer, const std::string& authority) {
    SendForm form;
    form.label = one.title;
    form.text = translate(language, "Hej") + "\n\n" +
                translate(language, "Vedhæftet er et brev fra {authority}.", {{"authority", authority}}) + "\n\n" +
                translate(language, "Venlig hilsen") + "\n" + writer;
    return form;
}

Result<Response> show(
    const SendingDesk& desk, const Request& request, const Caller& caller, std::optional<SendForm> typed, int status
) {
    const core::DocumentId id{request.id_parameter("id")};
    const auto language = page_language(request);
    const auto now = desk.workplace.clock.now();
    Json data;
    TRY(desk.workplace.db.read([&](Transaction& tx) -> Result<void> {
        TRY(const auto one, read_document(tx, caller.principal, id));
        TRY(const auto on, read_case(tx, caller.principal, one.in_case));
        TRY(const auto sendings, read_sendings(tx, caller.principal, id));
        const UserStore people{tx};
        const auto name_of_user = [&](core::UserId user) {
            const auto found = people.find(user);
            return found ? found->full_name : std::string{};
        };
        const bool may_journal = core::may(caller.principal, core::Action::journal, {on.unit, on.access_group});
        const bool can_send = may_journal && !one.withdrawn && one.direction == core::Direction::outgoing;
        const auto form = typed ? *typed : begun(language, one, name_of_user(caller.id()), desk.workplace.authority);
        auto rows = Json::array();
        for (const auto& sending : sendings)
            rows.push_back(sending_json(language, sending, name_of_user(sending.ordered_by), now, may_journal));
        const auto receivers = receivers_json(language, CaseStore{tx}.parties(on.id), desk.configured, form);
        data["document"] = Json{
            {"path", document_path_of(id)},
            {"title", one.title},
            {"number", on.number + "-" + std::to_string(one.number)}};
        data["sendings"] = std::move(rows);
        data["can_send"] = can_send && !receivers.empty();
        data["is_outgoing"] = one.direction == core::Direction::outgoing;
        data["lacks_receivers"] = can_send && receivers.empty();
        data["is_set_up"] = desk.configured.mail || desk.configured.digital_post;
        data["has_mail"] = desk.configured.mail;
        data["receivers"] = receivers;
        data["letter"] = Json{{"address", form.address}, {"label", form.label}, {"text", form.text}};
        data["errors"] = form.errors;
        return core::done();
    }));
    const auto frame = staff_frame(request, caller, translate(language, "Send dokumentet"), desk.workplace);
    return page(desk.workplace, "sending/send", data, frame, status);
}

Result<Response> get_form(const SendingDesk& desk, const Request& request, const Caller& caller) {
    return show(desk, request, caller, std::nullopt, 200);
}

/// 0, which nobody has, where it is no number.
core::PartyId party_of(const std::string& text) {
    return core::PartyId{core::whole_number(text).value_or(0)};
}

NewSending wanted(const SendForm& form) {
    NewSending made;
    made.label = form.label;
    made.knows_of_number = form.knows_of_number;
    if (form.to == "mail") {
        made.channel = SendingChannel::mail;
        made.address = form.address;
        made.text = form.text;
        return made;
    }
    made.channel = SendingChannel::digital_post;
    made.party = party_of(form.to);
    return made;
}

Result<Response> post_form(const SendingDesk& desk, const Request& request, const Caller& caller) {
    const core::DocumentId id{request.id_parameter("id")};
    SendForm form;
    form.to = request.form_value("to");
    form.address = core::on_one_line(request.form_value("address"));
    form.label = core::on_one_line(request.form_value("label"));
    form.text = request.form_value("text");
    form.knows_of_number = request.form_value("knows_of_number") == "yes";
    const auto ordered = desk.workplace.db.write([&](Transaction& tx) {
        return order_sending(tx, {caller.principal, desk.workplace.clock.now()}, desk.configured, id, wanted(form));
    });
    if (ordered.has_value()) return with_toast(redirect(document_path_of(id) + "/send"), "Dokumentet bliver sendt.");
    const auto& error = ordered.error();
    if (error.field.empty()) return error;
    form.errors[error.field] = said_of(page_language(request), error);
    return show(desk, request, caller, form, 422);
}

Result<Response> post_retry(const SendingDesk& desk, const Request& request, const Caller& caller) {
    const core::SendingId id{request.id_parameter("id")};
    TRY(const auto one, desk.workplace.db.write([&](Transaction& tx) {
        return retry_sending(tx, {caller.principal, desk.workplace.clock.now()}, id);
    }));
    return with_toast(redirect(document_path_of(one.document) + "/send"), "Dokumentet bliver sendt.");
}

}  // namespace

void add_sending_pages(Router& router, Identity& identity, const SendingDesk& desk) {
    const ForSignedIn add{router, identity, desk};
    add(Method::get, "/dokumenter/{id:id}/send", get_form);
    add(Method::post, "/dokumenter/{id:id}/send", post_form);
    add(Method::post, "/afsendelser/{id:id}/igen", post_retry);
}

}  // namespace services
