#include <algorithm>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/rules/file_name.hpp"
#include "core/rules/identifiers.hpp"
#include "core/rules/personal_numbers.hpp"
#include "services/privacy/bundles.hpp"
#include "services/privacy/person_traces.hpp"
#include "services/privacy/zip_file.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/people_store.hpp"
#include "services/web/words.hpp"

/// Gathers and writes a bundle. It is read by a citizen, so that it is in Danish and needs no program but a browser.
namespace services {

using core::Result;
using Json = nlohmann::json;

namespace {

constexpr std::chrono::hours kept_for{7 * 24};
constexpr std::int64_t documents_limit = 20'000;  // of one case
constexpr std::int64_t reads_limit = 10'000;

/// One case with what lies on it, as it is told.
struct Gathered {
    core::Case on;
    std::vector<core::Party> person;  ///< the parts that the person has in it
    std::vector<core::Party> others;
    std::vector<core::Document> documents;
    std::vector<Event> reads;
};

bool is_same(const core::Party& left, const core::Party& right) {
    return left.id == right.id;
}

Gathered gathered(Transaction& tx, core::Case on, const std::vector<core::Party>& person) {
    Gathered one;
    const auto id = on.id;
    one.on = std::move(on);
    for (auto& party : CaseStore{tx}.parties(id)) {
        const bool is_person =
            std::ranges::any_of(person, [&](const core::Party& known) { return is_same(known, party); });
        (is_person ? one.person : one.others).push_back(std::move(party));
    }
    one.documents = DocumentStore{tx}.of_case(id, std::numeric_limits<std::int64_t>::max(), documents_limit);
    std::ranges::reverse(one.documents);
    one.reads = EventLog{tx}.reads_of_case(id, core::EventId{std::numeric_limits<std::int64_t>::max()}, reads_limit);
    return one;
}

/// Words that point out where somebody else's data may be, for whoever looks the bundle through before it is sent.
std::string third_persons(
    const Gathered& one, const core::Document& document, const std::string& text, const std::string& own_number
) {
    std::string found;
    const auto add = [&](const std::string& what) { found += (found.empty() ? "" : "; ") + what; };
    for (const auto& other : one.others)
        if (!other.name.empty() && text.find(other.name) != std::string::npos) add("nævner " + other.name);
    for (const auto& finding : core::find_cpr(text)) {
        const auto number = core::bare_identifier(text.substr(finding.begin, finding.end - finding.begin));
        if (number == own_number) continue;
        add("et andet nummer, der ligner et CPR-nummer");
        break;
    }
    if (!document.correspondent.empty() && std::ranges::none_of(one.person, [&](const core::Party& party) {
            return party.name == document.correspondent;
        }))
        add("afsender eller modtager er " + document.correspondent);
    return found;
}

std::string folder_of(const core::Case& on) {
    auto name = on.number;
    std::ranges::replace(name, '/', '-');
    return "sager/" + core::harmless_file_name(name) + '/';
}

class Writing {
  public:
    Writing(ZipFile& zip, Transaction& tx, const FileStore& files, const PersonBundle& bundle)
        : zip_(zip), tx_(tx), files_(files), bundle_(bundle) {}

    void put(const Gathered& one) {
        const auto folder = folder_of(one.on);
        html_ += "<h2>Sag " + html_escaped(one.on.number) + ": " + html_escaped(one.on.title) +
                 "</h2>\n<p>Tilstand: " + html_escaped(spoken(Language::danish, one.on.state)) + ". Oprettet " +
                 html_escaped(spoken_date(Language::danish, core::danish_date(one.on.opened_at))) + ". Emne " +
                 html_escaped(one.on.subject) + ".</p>\n";
        Json told{
            {"number", one.on.number},
            {"title", one.on.title},
            {"subject", one.on.subject},
            {"state", core::name_of(one.on.state)},
            {"opened_at", core::iso_time(one.on.opened_at)},
            {"parts", Json::array()},
            {"documents", Json::array()},
            {"reads", Json::array()},
        };
        put_parties(one, told);
        put_documents(one, folder, told);
        auto traces = traces_on_case(tx_, bundle_, one.on.id);
        html_ += traces.html;
        told.update(traces.told);
        put_reads(one, told);
        all_.push_back(std::move(told));
    }
    std::int64_t documents() const { return documents_; }
    const std::string& html() const { return html_; }
    const Json& all() const { return all_; }

  private:
    void put_parties(const Gathered& one, Json& told) {
        html_ += "<h3>Din rolle i sagen</h3>\n<ul>\n";
        for (const auto& party : one.person) {
            const auto number = core::full_identifier(party.identifier_kind, party.identifier);
            html_ += "<li>" + html_escaped(spoken(Language::danish, party.role)) + ": " + html_escaped(party.name) +
                     (number.empty() ? "" : ", " + html_escaped(number)) +
                     (party.address.empty() ? "" : ", " + html_escaped(party.address)) + "</li>\n";
            told["parts"].push_back(
                {{"role", core::name_of(party.role)},
                 {"name", party.name},
                 {"number", number},
                 {"address", party.address}}
            );
        }
        html_ += "</ul>\n";
        if (one.others.empty()) return;
        html_ += "<p class=\"tjek\">Sagen har også andre parter (" + std::to_string(one.others.size()) +
                 "). Deres oplysninger er ikke skrevet her, men kan stå i dokumenterne.</p>\n";
    }

    void put_documents(const Gathered& one, const std::string& folder, Json& told) {
        html_ +=
            "<h3>Dokumenter og notater</h3>\n<table><tr><th>Nr.</th><th>Dato</th><th>Titel</th><th>Fil</th>"
            "<th>Skal gennemses</th></tr>\n";
        for (const auto& document : one.documents) {
            ++documents_;
            std::string text;
            for (const auto& page : ContentStore{tx_}.pages(document.content)) text += page.text + "\n\f\n";
            const auto stem = folder + std::to_string(document.number) + '-';
            const auto file = stem + core::harmless_file_name(document.file_name);
            const auto is_there = files_.has(document.content);
            if (is_there) zip_.add_file(file, files_.path_of(document.content));
            if (!text.empty()) zip_.add(stem + "tekst.txt", text);
            const auto others = third_persons(one, document, text, bundle_.identifier);
            html_ += "<tr><td>" + std::to_string(document.number) + "</td><td>" +
                     html_escaped(spoken_date(Language::danish, document.letter_date.value_or(document.received))) +
                     "</td><td>" + html_escaped(document.title) + (document.withdrawn ? " (trukket tilbage)" : "") +
                     "</td><td>" +
                     (is_there ? "<a href=\"" + html_escaped(percent_encoded(file)) + "\">" +
                                     html_escaped(document.file_name) + "</a>"
                               : std::string{"mangler"}) +
                     "</td><td" + (others.empty() ? ">" : " class=\"tjek\">") + html_escaped(others) + "</td></tr>\n";
            told["documents"].push_back({
                {"number", document.number},
                {"kind", core::name_of(document.kind)},
                {"title", document.title},
                {"direction", core::name_of(document.direction)},
                {"correspondent", document.correspondent},
                {"received", core::iso_date(document.received)},
                {"file", file},
                {"review", others},
            });
        }
        html_ += "</table>\n";
    }

    void put_reads(const Gathered& one, Json& told) {
        html_ += "<h3>Hvem har set sagen</h3>\n";
        if (one.reads.empty()) {
            html_ += "<p>Ingen visninger er noteret.</p>\n";
            return;
        }
        html_ += "<ul>\n";
        for (const auto& read : one.reads) {
            const auto person = read.actor ? UserStore{tx_}.find(*read.actor) : std::nullopt;
            const auto name = person ? person->full_name : std::string{"Saglig"};
            html_ +=
                "<li>" + html_escaped(exact_time(Language::danish, read.at)) + ": " + html_escaped(name) + "</li>\n";
            told["reads"].push_back({{"at", core::iso_time(read.at)}, {"who", name}});
        }
        html_ += "</ul>\n";
    }

    ZipFile& zip_;
    Transaction& tx_;
    const FileStore& files_;
    const PersonBundle& bundle_;
    std::string html_;
    Json all_ = Json::array();
    std::int64_t documents_{};
};

std::string index_page(
    const std::string& authority,
    const PersonBundle& bundle,
    core::Timestamp now,
    const std::string& cases,
    const std::string& traces
) {
    const auto whom = bundle.kind == core::IdentifierKind::none
                          ? bundle.name + (bundle.address.empty() ? "" : ", " + bundle.address)
                          : core::full_identifier(bundle.kind, bundle.identifier);
    return "<!doctype html>\n<html lang=\"da\"><head><meta charset=\"utf-8\"><title>Oplysninger om dig</title>\n"
           "<style>body{font:18px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}table{border-collapse:"
           "collapse;width:100%}td,th{border-bottom:1px solid #bbb;padding:.3em;text-align:left;vertical-align:top}"
           ".tjek{background:#fff3cd}</style></head><body>\n<h1>Oplysninger om " +
           html_escaped(whom) + "</h1>\n<p>" + html_escaped(authority) + " har samlet dette " +
           html_escaped(exact_time(Language::danish, now)) +
           ", fordi du har ret til indsigt i, hvad der er registreret om dig (databeskyttelsesforordningens artikel "
           "15)."
           "</p>\n<p>Oplysningerne behandles for at træffe afgørelser og løse myndighedens opgaver. De kommer fra dig, "
           "fra andre myndigheder og fra dem, der har skrevet til sagen. De opbevares, til sagen kasseres eller "
           "afleveres "
           "til arkiv efter arkivloven. Er noget forkert, kan du få det rettet (artikel 16); du kan også klage til "
           "Datatilsynet.</p>\n<p>Under hver sag står din rolle, dokumenterne og hvem der har set sagen. Det samme "
           "står i "
           "<a href=\"data.json\">data.json</a> og <a href=\"person.json\">person.json</a>, som et program kan "
           "læse.</p>\n"
           "<p class=\"tjek\">Det, der er markeret sådan, kan handle om andre end dig og skal gennemses af en "
           "medarbejder, før mappen udleveres.</p>\n" +
           (cases.empty() ? std::string{"<p>Der er ingen sager om personen.</p>\n"} : cases) + traces +
           "</body></html>\n";
}

}  // namespace

Result<void> BundleJob::make(const Job& job) {
    TRY(auto bundle, db_.read([&](Transaction& tx) -> Result<PersonBundle> {
        auto found = BundleStore{tx}.find(job.subject);
        if (!found) return core::Error{core::ErrorCode::not_found, "the bundle is gone"};
        return std::move(*found);
    }));
    if (bundle.state != BundleState::waiting) return core::done();  // it ran before
    const auto target = files_.uploads() / ("bundle-" + std::to_string(job.id.value) + ".zip");
    const auto now = clock_.now();
    std::vector<core::CaseId> told;
    TRY(db_.read([&](Transaction& tx) -> Result<void> {
        const auto asker = UserStore{tx}.principal(bundle.asked_by);
        const auto person = BundleStore{tx}.parties_of(bundle);
        std::set<core::CaseId> ids;
        for (const auto& party : person) ids.insert(party.in_case);
        bundle.cases = bundle.unreadable = 0;
        ZipFile zip{target};
        Writing writing{zip, tx, files_, bundle};
        for (const auto id : ids) {
            auto on = CaseStore{tx}.find(id);
            if (!on) continue;
            if (!asker || !core::may(*asker, core::Action::read, {on->unit, on->access_group})) {
                ++bundle.unreadable;
                continue;
            }
            ++bundle.cases;
            told.push_back(id);
            writing.put(gathered(tx, std::move(*on), person));
            tell_progress(bundle.id, writing.documents());
        }
        const auto traces = asker ? traces_of_person(tx, *asker, bundle) : PersonTraces{};
        zip.add("index.html", index_page(authority_, bundle, now, writing.html(), traces.html));
        zip.add("person.json", traces.told.dump(2, ' ', false, Json::error_handler_t::replace));
        zip.add("data.json", writing.all().dump(2, ' ', false, Json::error_handler_t::replace));
        zip.finish();
        bundle.done = bundle.total = writing.documents();
        return core::done();
    }));
    const auto hashed = hash_of(target);
    bundle.file = files_.adopt(target, hashed.hash, hashed.size_bytes).hash;
    bundle.ends_at = now + kept_for;
    return db_.write([&](Transaction& tx) -> Result<void> {
        BundleStore{tx}.set_ready(bundle);
        for (const auto id : told)
            EventLog{tx}.append({
                .at = now,
                .kind = EventKind::person_told,
                .subject_kind = SubjectKind::case_file,
                .subject = id.value,
                .in_case = id,
                .actor = bundle.asked_by,
                .payload = Json{{"what", "bundle"}, {"bundle", bundle.id}}.dump(),
            });
        return core::done();
    });
}

/// For the eye only; the snapshot that the bundle is read from goes on.
void BundleJob::tell_progress(std::int64_t id, std::int64_t done) {
    const auto told = db_.write([&](Transaction& tx) -> Result<void> {
        BundleStore{tx}.set_progress(id, done, 0);
        return core::done();
    });
    static_cast<void>(told);
}

}  // namespace services
