#include "services/cases/documents.hpp"

#include "services/cases/relations.hpp"
#include "services/files/file_store.hpp"
#include "services/store/post_list_store.hpp"
#include "tests/unit/cases/cases_fixture.hpp"

using core::ErrorCode;
using tests::TownHall;

namespace {

struct NoteHall : TownHall {
    services::FileStore files{folder.path / "files"};

    core::Result<core::Document> note(core::UserId by, core::CaseId on, const std::string& text) {
        const auto who = principal(by);
        return services::journal_note(*db, files, {who, clock.now()}, on, {"Opkald fra Karen", text});
    }
    core::Result<core::Document> withdraw(core::UserId by, core::DocumentId id, const std::string& reason) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::withdraw_document(tx, {who, clock.now()}, id, reason);
        });
    }
    core::Result<core::Document> read_content(core::UserId by, core::DocumentId id) {
        const auto who = principal(by);
        return db->read([&](services::Transaction& tx) { return services::read_document_content(tx, who, id); });
    }
    std::string text_of(const core::Document& one) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::string> {
                return services::ContentStore{tx}.page(one.content, 1).value().text;
            })
            .value();
    }
    std::vector<services::EventKind> happened(core::CaseId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<services::EventKind>> {
                std::vector<services::EventKind> kinds;
                for (const auto& event : services::EventLog{tx}.of_case(id, core::EventId{1'000'000}, 100))
                    kinds.push_back(event.kind);
                return kinds;
            })
            .value();
    }
    std::vector<services::RelatedCase> related(core::UserId by, core::CaseId id) {
        const auto who = principal(by);
        return db->read([&](services::Transaction& tx) { return services::related_cases(tx, who, id); }).value();
    }
    core::Result<void> relate(core::UserId by, core::CaseId one, core::CaseRelation relation, core::CaseId other) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::relate_cases(tx, {who, clock.now()}, one, relation, other);
        });
    }
    services::NewCase open_to_all() {
        auto made = a_case();
        made.confidentiality = core::Confidentiality::open;
        return made;
    }
};

}  // namespace

TEST_CASE("a note is a document whose text is known at once and whose bytes are kept", "[cases][notes]") {
    NoteHall hall;
    const auto one = hall.open(hall.user, hall.a_case()).value();
    const auto note = hall.note(hall.user, one.id, "Skuret er flyttet.\r\nTegninger følger.\r\n\r\n").value();
    REQUIRE(note.number == 1);
    REQUIRE(note.kind == core::DocumentKind::note);
    REQUIRE(note.direction == core::Direction::internal);
    REQUIRE(note.publication == core::Publication::withheld);
    const auto read = hall.read_document(hall.user, note.id).value();
    REQUIRE(read.page_count == 1);
    REQUIRE(read.media_type == "text/plain");
    REQUIRE(hall.text_of(read) == "Skuret er flyttet.\nTegninger følger.\n");
    REQUIRE(hall.files.verify(read.content));
    REQUIRE(hall.note(hall.leader, one.id, "Skuret er flyttet.\nTegninger følger.").value().number == 2);
}

TEST_CASE("a note without words is refused, and nobody writes where they may not journal", "[cases][notes]") {
    NoteHall hall;
    const auto one = hall.open(hall.user, hall.open_to_all()).value();
    REQUIRE(hall.note(hall.user, one.id, " \n\t").error().field == "text");
    REQUIRE(hall.note(hall.user, one.id, std::string(services::note_limit + 1, 'x')).error().field == "text");
    REQUIRE(hall.note(hall.user, one.id, std::string("a\0b", 3)).error().field == "text");
    REQUIRE(hall.note(hall.teacher, one.id, "Hej").error().code == ErrorCode::forbidden);
    const auto hidden = hall.open(hall.user, hall.a_case()).value();
    REQUIRE(hall.note(hall.teacher, hidden.id, "Hej").error().code == ErrorCode::not_found);
}

TEST_CASE("a withdrawn document keeps its number and bytes, for those who may journal", "[cases][withdrawal]") {
    NoteHall hall;
    const auto one = hall.open(hall.user, hall.open_to_all()).value();
    const auto letter = hall.journal(hall.user, one).value();
    REQUIRE(hall.withdraw(hall.user, letter.id, "").error().field == "reason");
    REQUIRE(hall.withdraw(hall.teacher, letter.id, "Forkert sag").error().code == ErrorCode::forbidden);
    REQUIRE(hall.read_content(hall.teacher, letter.id).has_value());

    const auto withdrawn = hall.withdraw(hall.user, letter.id, "Forkert sag").value();
    REQUIRE(withdrawn.withdrawn->reason == "Forkert sag");
    REQUIRE(hall.read_document(hall.teacher, letter.id).value().withdrawn.has_value());
    REQUIRE(hall.read_content(hall.teacher, letter.id).error().code == ErrorCode::not_found);
    REQUIRE(hall.read_content(hall.user, letter.id).value().content == letter.content);
    REQUIRE(hall.withdraw(hall.user, letter.id, "Igen").error().code == ErrorCode::conflict);
    REQUIRE(hall.journal(hall.user, one, "Næste").value().number == 2);
}

TEST_CASE("a withdrawn document leaves the post list in the same moment", "[cases][withdrawal]") {
    NoteHall hall;
    const auto one = hall.open(hall.user, hall.a_case()).value();
    const auto letter = hall.journal(hall.user, one).value();
    const auto shown = [&] {
        return hall.db
            ->read([&](services::Transaction& tx) -> core::Result<std::size_t> {
                return services::PostListStore{tx}.newest_public(10).size();
            })
            .value();
    };
    hall.write(
            [&](services::Transaction& tx) -> core::Result<void> {
                services::PostListEntry entry{};
                entry.document = letter.id;
                entry.unit = one.unit;
                entry.state = services::PostState::published;
                entry.reason = "[]";
                entry.listed_on = core::danish_date(hall.clock.now());
                entry.title = "Brev";
                services::PostListStore{tx}.add(entry);
                return core::done();
            }
    ).value();
    REQUIRE(shown() == 1);
    REQUIRE(hall.withdraw(hall.user, letter.id, "Forkert sag").has_value());
    REQUIRE(shown() == 0);
    const auto kinds = hall.happened(one.id);
    REQUIRE(kinds.front() == services::EventKind::post_withheld);
    REQUIRE(kinds.at(1) == services::EventKind::document_withdrawn);
}

TEST_CASE("related cases are seen from both sides, each by its own word", "[cases][relations]") {
    NoteHall hall;
    const auto old = hall.open(hall.user, hall.a_case("Den gamle")).value();
    const auto renewed = hall.open(hall.user, hall.a_case("Den nye")).value();
    REQUIRE(hall.relate(hall.user, renewed.id, core::CaseRelation::follows, old.id).has_value());
    REQUIRE(hall.related(hall.user, renewed.id).front().relation == core::CaseRelation::follows);
    REQUIRE(hall.related(hall.user, old.id).front().relation == core::CaseRelation::precedes);
    REQUIRE(hall.related(hall.user, old.id).front().title == "Den nye");
    REQUIRE(
        hall.relate(hall.user, old.id, core::CaseRelation::see_also, renewed.id).error().code == ErrorCode::conflict
    );
    REQUIRE(hall.relate(hall.user, old.id, core::CaseRelation::see_also, old.id).error().field == "case");
    REQUIRE(hall.happened(old.id).front() == services::EventKind::relation_added);
}

TEST_CASE("a related case is not shown to those who may not read it", "[cases][relations]") {
    NoteHall hall;
    const auto hidden = hall.open(hall.user, hall.a_case("Skjult")).value();
    const auto shown = hall.open(hall.user, hall.open_to_all()).value();
    REQUIRE(hall.relate(hall.user, shown.id, core::CaseRelation::precedes, hidden.id).has_value());
    REQUIRE(hall.related(hall.user, shown.id).size() == 1);
    REQUIRE(hall.related(hall.teacher, shown.id).empty());
    const auto who = hall.principal(hall.teacher);
    const auto by_teacher = hall.open(hall.teacher, hall.a_case("Skolens")).value();
    REQUIRE(
        hall.relate(hall.teacher, by_teacher.id, core::CaseRelation::see_also, hidden.id).error().code ==
        ErrorCode::not_found
    );
}
