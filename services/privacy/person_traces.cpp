#include "services/privacy/person_traces.hpp"

#include "services/participation/hearing_words.hpp"
#include "services/participation/ideas.hpp"
#include "services/post_list/subscriptions.hpp"
#include "services/store/case_store.hpp"
#include "services/store/citizen_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/hearing_store.hpp"
#include "services/store/party_hearing_store.hpp"
#include "services/web/words.hpp"

namespace services {

namespace {

using Json = nlohmann::json;
constexpr auto danish = Language::danish;

core::CitizenNumber number_of(const PersonBundle& bundle) {
    return {bundle.kind, bundle.identifier};
}

std::string day_of(core::Timestamp at) {
    return spoken_date(danish, core::danish_date(at));
}

/// A list under a heading; nothing where it is empty.
class Section {
  public:
    explicit Section(std::string heading) : heading_(std::move(heading)) {}
    void add(const std::string& line, Json told) {
        lines_ += "<li>" + html_escaped(line) + "</li>\n";
        told_.push_back(std::move(told));
    }
    void put(const char* name, PersonTraces& into) {
        if (told_.empty()) return;
        into.html += "<h3>" + html_escaped(heading_) + "</h3>\n<ul>\n" + lines_ + "</ul>\n";
        into.told[name] = std::move(told_);
    }

  private:
    std::string heading_, lines_;
    Json told_ = Json::array();
};

std::string told_document(Transaction& tx, core::DocumentId id) {
    const auto document = DocumentStore{tx}.find(id);
    return document ? "dokument " + std::to_string(document->number) : std::string{"et dokument"};
}

bool may_read(Transaction& tx, const core::Principal& asker, core::CaseId id) {
    const auto on = CaseStore{tx}.find(id);
    return on && core::may(asker, core::Action::read, {on->unit, on->access_group});
}

/// The other one's number stays out: it is not the person's.
void put_powers(Transaction& tx, const core::Principal& asker, const PersonBundle& bundle, PersonTraces& into) {
    Section section{"Fuldmagter"};
    for (const auto& one : CitizenStore{tx}.powers_with(number_of(bundle))) {
        const auto& power = one.power;
        if (power.in_case && !may_read(tx, asker, *power.in_case)) continue;
        const bool is_given = power.giver == number_of(bundle);
        const auto& other = is_given ? one.attorney_name : one.giver_name;
        const auto on = power.in_case ? CaseStore{tx}.find(*power.in_case) : std::nullopt;
        auto line = (is_given ? "Givet til " : "Fået af ") + other + " " + day_of(one.given_at) + ", " +
                    (on ? "til sag " + on->number : std::string{"til alle sager"}) + ", til og med " +
                    spoken_date(danish, power.last_day);
        if (power.is_withdrawn) line += ", trukket tilbage";
        section.add(
            line,
            {{"is_given", is_given},
             {"other", other},
             {"case", on ? Json(on->number) : Json(nullptr)},
             {"given_at", core::iso_time(one.given_at)},
             {"last_day", core::iso_date(power.last_day)},
             {"is_withdrawn", power.is_withdrawn}}
        );
    }
    section.put("powers", into);
}

/// What was written, and what was spoken for, by whoever the number's hash stands for.
void put_ideas(Transaction& tx, const core::Principal& asker, const PersonBundle& bundle, PersonTraces& into) {
    Section written{"Idéer og kommentarer til høringer"}, voices{"Idéer, du støtter"};
    const Voter who{std::string{core::name_of(bundle.kind)}, bundle.identifier, {}};
    for (const auto& found : ideas_with(tx, who)) {
        const auto hearing = HearingStore{tx}.find(found.idea.hearing);
        if (!hearing || !may_read(tx, asker, hearing->in_case)) continue;
        const auto to = "Høring »" + hearing->title + "«";
        if (found.is_own)
            written.add(
                to + ", " + day_of(found.idea.made_at) + ": " + found.idea.text +
                    (found.idea.hides_name ? " (uden at vise navn)" : ""),
                {{"hearing", hearing->title},
                 {"made_at", core::iso_time(found.idea.made_at)},
                 {"name", found.idea.name},
                 {"text", found.idea.text},
                 {"state", name_of(found.idea.state)}}
            );
        else
            voices.add(
                to + ": " + found.idea.shown_text, {{"hearing", hearing->title}, {"idea", found.idea.shown_text}}
            );
    }
    written.put("ideas", into);
    voices.put("voices", into);
}

void put_answers(Transaction& tx, const core::Principal& asker, const PersonBundle& bundle, PersonTraces& into) {
    Section section{"Svar på høringer med mailadressen " + bundle.mail};
    for (const auto& one : BundleStore{tx}.answers_of(bundle.mail)) {
        const auto hearing = HearingStore{tx}.find(one.hearing);
        const auto answer = HearingStore{tx}.answer(one.hearing, one.number);
        if (!hearing || !answer || !may_read(tx, asker, hearing->in_case)) continue;
        section.add(
            "Høring »" + hearing->title + "«, svar nr. " + std::to_string(one.number) + ", " +
                day_of(answer->received_at) + ", fra " + answer->name + ": " + answer->text,
            {{"hearing", hearing->title},
             {"number", one.number},
             {"received_at", core::iso_time(answer->received_at)},
             {"name", answer->name},
             {"organisation", answer->organisation},
             {"text", answer->text},
             {"document", told_document(tx, answer->document)}}
        );
    }
    section.put("hearing_answers", into);
}

void put_subscriptions(Transaction& tx, const PersonBundle& bundle, PersonTraces& into) {
    Section section{"Mails om postlisten til " + bundle.mail};
    for (const auto& one : BundleStore{tx}.subscriptions_of(bundle.mail)) {
        const auto part = filter_of_part(one.part);
        std::string what = part.subject.empty() ? "" : "emne " + part.subject;
        if (!part.words.empty()) what += (what.empty() ? "" : ", ") + ("ordene »" + part.words + "«");
        if (part.unit) what += (what.empty() ? "" : ", ") + std::string{"én enhed"};
        section.add(
            "Bestilt " + day_of(one.asked_at) + ": " + (what.empty() ? "alt nyt" : what) +
                (one.is_confirmed ? "" : " (aldrig bekræftet)"),
            {{"asked_at", core::iso_time(one.asked_at)},
             {"subject", part.subject},
             {"words", part.words},
             {"is_confirmed", one.is_confirmed}}
        );
    }
    section.put("subscriptions", into);
}

}  // namespace

PersonTraces traces_on_case(Transaction& tx, const PersonBundle& bundle, core::CaseId id) {
    PersonTraces traces;
    if (bundle.kind == core::IdentifierKind::none) return traces;
    const auto person = number_of(bundle);
    Section hearings{"Partshøringer af dig"}, pages{"Dine breve og det, der er lagt frem for dig på Mine sager"};
    for (const auto& one : PartyHearingStore{tx}.of_case(id)) {
        if (one.party != person) continue;
        const auto answered = one.answered_at
                                  ? ", besvaret " + day_of(*one.answered_at) +
                                        (one.answer ? " (" + told_document(tx, *one.answer) + ")" : std::string{})
                                  : std::string{", ikke besvaret"};
        hearings.add(
            "Spurgt " + day_of(one.asked_at) + " (" + told_document(tx, one.letter) + "), svar senest " +
                spoken_date(danish, one.due) + answered,
            {{"asked_at", core::iso_time(one.asked_at)},
             {"due", core::iso_date(one.due)},
             {"answered_at", one.answered_at ? Json(core::iso_time(*one.answered_at)) : Json(nullptr)}}
        );
    }
    for (const auto& one : CitizenStore{tx}.notes_of(person)) {
        if (one.in_case != id) continue;
        const bool is_written = one.ground == core::PartyGround::written;
        pages.add(
            (is_written ? "Skrevet " : "Lagt frem ") + day_of(one.noted_at) + ": " + one.title + " (" +
                told_document(tx, one.document) + ")",
            {{"ground", core::name_of(one.ground)}, {"title", one.title}, {"at", core::iso_time(one.noted_at)}}
        );
    }
    hearings.put("hearings", traces);
    pages.put("own_pages", traces);
    return traces;
}

PersonTraces traces_of_person(Transaction& tx, const core::Principal& asker, const PersonBundle& bundle) {
    PersonTraces traces;
    if (bundle.kind != core::IdentifierKind::none) {
        put_powers(tx, asker, bundle, traces);
        put_ideas(tx, asker, bundle, traces);
    }
    if (!bundle.mail.empty()) {
        put_answers(tx, asker, bundle, traces);
        put_subscriptions(tx, bundle, traces);
    }
    if (!traces.html.empty()) traces.html = "<h2>Mine sager og høringer</h2>\n" + traces.html;
    return traces;
}

std::string html_escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

}  // namespace services
