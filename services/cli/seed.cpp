#include "services/cli/seed.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/rules/identifiers.hpp"
#include "services/cases/case_sheets.hpp"
#include "services/demo/sheets.hpp"
#include "services/store/case_store.hpp"
#include "services/store/content_store.hpp"
#include "services/store/document_store.hpp"
#include "services/store/event_log.hpp"
#include "services/store/job_queue.hpp"
#include "services/store/people_store.hpp"
#include "services/store/subject_store.hpp"

namespace services {

using namespace std::chrono_literals;
using core::Result;

namespace {

/// SQLite goes through what a work has changed at each of its statements: many small works are quicker than a large
/// one.
constexpr std::size_t acts_a_work = 250;

template <class F>
void write(Database& db, F work) {
    const auto written = db.write([&](Transaction& tx) -> Result<void> {
        work(tx);
        return core::done();
    });
    if (written.has_error()) throw std::runtime_error(written.error().detail);
}

core::Timestamp office_hours(core::Date date, std::size_t index) {
    return core::danish_midnight(date) + 8h + std::chrono::minutes{(index * 37) % 420};
}

}  // namespace

bool Seeder::is_empty() {
    bool is_empty = false;
    const auto looked = house_.db->read([&](Transaction& tx) -> Result<void> {
        is_empty = UserStore{tx}.all().empty() && CaseStore{tx}.highest_id() == 0;
        return core::done();
    });
    return looked.has_value() && is_empty;
}

void Seeder::add_people() {
    write(*house_.db, [&](Transaction& tx) {
        for (const auto& subject : Municipality::subjects())
            SubjectStore{tx}.put(Subject{std::string{subject.number}, std::string{subject.title}});
        for (const auto& facet : Municipality::facets())
            SubjectStore{tx}.put(Facet{std::string{facet.code}, std::string{facet.title}});
        for (const auto& unit : town_.units())
            units_.push_back(UnitStore{tx}.add({
                .id = {},
                .parent = unit.parent ? std::optional{units_[*unit.parent]} : std::nullopt,
                .name = unit.name,
                .short_name = unit.short_name,
            }));
    });
    for (const auto& user : town_.users()) {
        NewUser made{
            .name = user.sign_in,
            .full_name = user.name,
            .initials = user.initials,
            .email = user.email,
            .password = demo_password,
            .roles = {},
        };
        for (const auto& held : user.roles) made.roles.push_back({held.role, units_[held.unit]});
        const auto added = house_.identity.add_user(made, std::nullopt);
        if (added.has_error()) throw std::runtime_error(user.sign_in + ": " + added.error().detail);
        users_.push_back(added.value());
    }
}

void Seeder::add_cases(std::size_t first, std::size_t end) {
    std::vector<DemoCase> cases;
    for (auto index = first; index < end; ++index) cases.push_back(town_.case_at(index));
    const auto documents = make_documents(cases);
    // In the order of their days, so that numbers rise with time as where people have worked.
    const auto acts = in_order(cases, documents);
    std::vector<core::Case> made(cases.size());
    for (std::size_t from = 0; from < acts.size(); from += acts_a_work)
        write(*house_.db, [&](Transaction& tx) {
            const auto until = std::min(from + acts_a_work, acts.size());
            for (auto i = from; i < until; ++i) {
                const auto& [at, on, document] = acts[i];
                if (document == 0)
                    made[on] = add_case(tx, cases[on], documents[on]);
                else
                    add_document(tx, made[on], documents[on][document - 1]);
            }
        });
    for (const auto& of_case : documents) documents_ += of_case.size();
}

std::vector<Seeder::Act> Seeder::in_order(
    const std::vector<DemoCase>& cases, const std::vector<std::vector<Made>>& documents
) {
    std::vector<Act> acts;
    for (std::size_t on = 0; on < cases.size(); ++on) {
        auto day = cases[on].opened;
        acts.push_back({day, on, 0});
        for (std::size_t at = 0; at < documents[on].size(); ++at) {
            day = std::max(day, documents[on][at].document.received);  // in its case, each after the one before
            acts.push_back({day, on, at + 1});
        }
    }
    std::ranges::sort(acts);
    return acts;
}

std::vector<std::vector<Seeder::Made>> Seeder::make_documents(const std::vector<DemoCase>& cases) const {
    std::vector<std::vector<Made>> all;
    std::vector<std::string> bytes;
    for (const auto& one : cases) {
        auto& made = all.emplace_back();
        for (auto& document : town_.documents_of(one)) {
            auto text = text_of(document);
            bytes.push_back(options_.brief ? text : pdf_of(document));
            made.push_back({std::move(document), std::move(text), {}, options_.brief ? "text/plain" : "application/pdf"}
            );
        }
    }
    const auto stored = house_.files.put_batch(bytes);
    std::size_t next = 0;
    for (auto& of_case : all)
        for (auto& made : of_case) made.stored = stored[next++];
    return all;
}

core::Case Seeder::add_case(Transaction& tx, const DemoCase& demo, const std::vector<Made>& documents) {
    core::Case made{};
    made.title = demo.title;
    made.public_title = demo.public_title;
    made.subject = demo.subject;
    made.facet = demo.facet;
    made.state = demo.state;
    made.unit = units_[demo.unit];
    made.caseworker = users_[demo.caseworker];
    made.confidentiality = demo.confidentiality;
    made.opened_at = office_hours(demo.opened, demo.index);
    made.changed_at = documents.empty() ? made.opened_at : office_hours(documents.back().document.received, demo.index);
    if (demo.closed) {
        made.closed_at = office_hours(*demo.closed, demo.index);
        made.changed_at = std::max(made.changed_at, *made.closed_at);
    }
    file_new_case(tx, house_.case_settings(), made, made.caseworker);
    for (const auto& party : demo.parties)
        CaseStore{tx}.add_party({
            .id = {},
            .in_case = made.id,
            .role = party.role,
            .name = party.name,
            .identifier = party.identifier,
            .address = party.address,
            .identifier_kind = core::likely_kind(party.identifier).value_or(core::IdentifierKind::none),
        });
    if (!options_.brief) add_sheet(tx, made, demo);
    return made;
}

void Seeder::add_sheet(Transaction& tx, const core::Case& on, const DemoCase& demo) {
    const auto sheet = demo_sheet(options_.seed, demo, core::danish_date(house_.clock.now()));
    const auto* type = house_.types.find(sheet.type);
    if (type == nullptr) return;
    const auto by = on.caseworker.value_or(users_.front());
    begin_sheet(tx, *type, on, nlohmann::json::parse(sheet.fields), by, on.opened_at);
    auto kept = CaseSheetStore{tx}.find(on.id);
    if (!kept || type->phase(sheet.phase) == nullptr) return;
    kept->phase = sheet.phase;
    CaseSheetStore{tx}.put(*kept);
    for (const auto& phase : type->phases) {
        if (phase.key == sheet.phase) break;
        for (const auto& item : phase.checklist) CaseSheetStore{tx}.tick(on.id, {item.key, on.changed_at, by});
    }
}

void Seeder::add_document(Transaction& tx, const core::Case& on, const Made& made) {
    const auto& demo = made.document;
    const bool is_pdf = !options_.brief;
    const Content content{
        .hash = made.stored.hash,
        .media_type = made.media_type,
        .size_bytes = static_cast<std::int64_t>(made.stored.size_bytes),
        .outcome = ReadOutcome::complete,
        .reason = {},
        .page_count = 1,
        .pdf = is_pdf ? made.stored.hash : core::ContentHash{},  // it has its text in it already
    };
    StoredPage page;
    page.number = 1;
    page.source = "text_layer";
    page.text = made.text;
    page.confidence = 100;
    ContentStore{tx}.add_read(content, {page}, on.opened_at);
    core::Document document{};
    document.in_case = on.id;
    document.journaled_at = office_hours(demo.received, static_cast<std::size_t>(on.id.value) + 1);
    document.number = demo.number;
    document.title = demo.title;
    document.public_title = demo.public_title;
    document.direction = demo.direction;
    document.correspondent = demo.correspondent;
    document.public_correspondent = demo.public_correspondent;
    document.letter_date = demo.letter_date;
    document.received = demo.received;
    document.journaled_by = users_[demo.journaled_by];
    document.publication = demo.publication;
    document.access_group = on.access_group;
    document.content = made.stored.hash;
    document.file_name = options_.brief ? "notat.txt" : demo.file_name;
    // Counts on from 1 as the generator does, and leaves the case's time of change as it is.
    CaseStore{tx}.next_document_number(on.id, on.changed_at);
    document.id = DocumentStore{tx}.add(document);
    // Their pictures are made when the day's post has been read.
    if (!options_.brief) JobQueue{tx}.add("read_document", document.id.value, house_.clock.now() + 3min);
    EventLog{tx}.append({
        .at = document.journaled_at,
        .kind = EventKind::document_journaled,
        .subject_kind = SubjectKind::document,
        .subject = document.id.value,
        .in_case = on.id,
        .actor = document.journaled_by,
        .payload =
            R"({"number":)" + std::to_string(document.number) + R"(,"content":")" + document.content.text() + "\"}",
    });
}

}  // namespace services
