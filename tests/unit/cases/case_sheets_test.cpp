#include "services/cases/case_sheets.hpp"

#include <filesystem>
#include <fstream>

#include "cases_fixture.hpp"
#include "services/store/task_store.hpp"

using core::ErrorCode;
using services::CaseTypes;
using services::SheetChange;
using Json = nlohmann::json;

namespace {

struct TypedHall : tests::TownHall {
    services::NewCase a_contract(const std::string& fields = {}) {
        auto made = a_case("Rengøring af skoler");
        made.type = "contract";
        made.fields = fields;
        return made;
    }
    core::Result<core::Case> change(core::UserId by, const core::Case& one, const SheetChange& change) {
        const auto who = principal(by);
        return write([&](services::Transaction& tx) {
            return services::change_sheet(tx, {who, clock.now()}, types, one.id, one.version, change);
        });
    }
    services::SheetView sheet(core::CaseId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<services::SheetView> {
                return services::sheet_of(tx, types, id);
            })
            .value();
    }
    std::vector<core::Task> tasks(core::UserId reader, core::CaseId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<core::Task>> {
                return services::TaskStore{tx}.list({.reader = reader, .in_case = id});
            })
            .value();
    }
    std::vector<services::Event> events(core::CaseId id) {
        return db
            ->read([&](services::Transaction& tx) -> core::Result<std::vector<services::Event>> {
                return services::EventLog{tx}.of_case(id, {std::numeric_limits<std::int64_t>::max()}, 100);
            })
            .value();
    }
    /// The contract's type, as its file says from now on.
    void retype(const char* file) {
        const auto own = folder.path / "case_types";
        std::filesystem::create_directories(own);
        std::ofstream{own / "contract.json"} << file;
        types = CaseTypes::with_own(own).value();
    }

    CaseTypes types = CaseTypes::built_in();
};

SheetChange fields(Json values) {
    SheetChange change;
    change.values = std::move(values);
    return change;
}

constexpr auto whole = R"({"supplier":"Solbakke Data A/S","expires_on":"2027-12-31"})";

}  // namespace

SCENARIO_METHOD(TypedHall, "a case gets what its type asks for", "[cases][types]") {
    GIVEN("a contract that expires") {
        const auto one = open(user, a_contract(whole)).value();
        THEN("it is in the type's first phase, with the fields that were given") {
            const auto view = sheet(one.id);
            CHECK(view.type->key == "contract");
            CHECK(view.sheet.phase == "preparation");
            CHECK(view.values["supplier"] == "Solbakke Data A/S");
        }
        THEN("the deadlines that can be worked out are tasks on it") {
            const auto all = tasks(user, one.id);
            REQUIRE(all.size() == 2);
            CHECK(core::iso_date(all[0].due) == "2027-03-31");
            CHECK(all[1].title == "Kontrakten udløber");
            CHECK(core::iso_date(all[1].due) == "2027-12-31");
            CHECK(core::iso_date(all[1].remind_on) == "2027-12-01");
        }
    }
    GIVEN("a case whose type is left open") {
        const auto one = open(user, a_case()).value();
        THEN("it is a general one, without anything more") {
            CHECK(sheet(one.id).type->key == services::general_type);
            CHECK(tasks(user, one.id).empty());
        }
    }
}

SCENARIO_METHOD(TypedHall, "a case is not opened with fields that do not fit its type", "[cases][types]") {
    const auto refused = [&](const char* given) {
        const auto opened = open(user, a_contract(given));
        REQUIRE(opened.has_error());
        CHECK(opened.error().code == ErrorCode::invalid_input);
        return opened.error().field;
    };
    CHECK(refused(R"({"supplier":"A"})") == "fields.expires_on");
    CHECK(refused(R"({"supplier":"A","expires_on":"i morgen"})") == "fields.expires_on");
    CHECK(refused(R"({"supplier":"A","expires_on":"2027-12-31","colour":"red"})") == "fields.colour");
    auto made = a_case();
    made.type = "no_such";
    CHECK(open(user, made).error().field == "type");
}

SCENARIO_METHOD(TypedHall, "a type suggests itself by the case's KLE number", "[cases][types]") {
    write([](services::Transaction& tx) -> core::Result<void> {
        services::SubjectStore{tx}.put(services::Facet{"Ø54", "Kontrakter"});
        return core::done();
    }).value();
    auto made = a_case();
    made.facet = "Ø54";
    made.type = services::suggested_type;
    CHECK(sheet(open(user, made).value().id).type->key == "contract");
}

SCENARIO_METHOD(TypedHall, "a change of fields is a new version of the case", "[cases][types]") {
    const auto one = open(user, a_contract(whole)).value();
    const auto changed = change(user, one, fields({{"yearly_amount", 1250000}})).value();
    CHECK(changed.version == one.version + 1);
    CHECK(sheet(one.id).values["yearly_amount"] == 1250000);
    CHECK(sheet(one.id).values["supplier"] == "Solbakke Data A/S");

    THEN("the second of two writers is told so, and nothing is lost") {
        const auto late = change(user, one, fields({{"supplier", "Nordby Data A/S"}}));
        REQUIRE(late.has_error());
        CHECK(late.error().code == ErrorCode::conflict);
        CHECK(sheet(one.id).values["supplier"] == "Solbakke Data A/S");
    }
    THEN("a change that changes nothing is no new version and leaves no trace") {
        const auto before = events(one.id).size();
        CHECK(change(user, changed, fields({{"yearly_amount", 1250000}})).value().version == changed.version);
        CHECK(events(one.id).size() == before);
    }
    THEN("the log names the fields, and not what stands in them") {
        const auto newest = events(one.id).front();
        CHECK(newest.kind == services::EventKind::case_fields_changed);
        CHECK(newest.payload == R"({"fields":{"yearly_amount":"Årlig værdi i kroner"}})");
    }
}

SCENARIO_METHOD(TypedHall, "all that is wrong with the fields is told at once", "[cases][types]") {
    const auto one = open(user, a_contract()).value();
    const auto who = principal(user);
    std::vector<services::FieldFault> faults;
    const auto refused = write([&](services::Transaction& tx) {
        return services::change_sheet(
            tx, {who, clock.now()}, types, one.id, one.version, fields({{"supplier_cvr", "12"}}), &faults
        );
    });
    REQUIRE(refused.has_error());
    CHECK(refused.error().field == "fields.supplier_cvr");
    REQUIRE(faults.size() == 3);
    CHECK(faults[1].field == "supplier");
    CHECK(faults[2].kind == services::FieldFaultKind::missing);
}

SCENARIO_METHOD(TypedHall, "a deadline follows the field that it counts from", "[cases][types]") {
    const auto one = open(user, a_contract(whole)).value();
    const auto changed = change(user, one, fields({{"expires_on", "2028-12-31"}, {"notice_on", "2028-06-30"}})).value();
    const auto due = [&](std::size_t at) { return core::iso_date(tasks(user, one.id).at(at).due); };
    CHECK(due(0) == "2028-03-31");
    CHECK(due(1) == "2028-06-30");
    CHECK(due(2) == "2028-12-31");
    THEN("a day that somebody set by hand stays until the field changes again") {
        const auto task = tasks(user, one.id).at(1);
        write([&](services::Transaction& tx) -> core::Result<void> {
            auto by_hand = task;
            by_hand.due = core::parse_iso_date("2028-07-15").value();
            return services::TaskStore{tx}.update(by_hand);
        }).value();
        const auto again = change(user, changed, fields({{"tender", "2026-000001"}})).value();
        CHECK(due(1) == "2028-07-15");
        change(user, again, fields({{"notice_on", "2028-08-31"}})).value();
        CHECK(due(1) == "2028-08-31");
    }
}

SCENARIO_METHOD(TypedHall, "phases move and items are ticked with a trace", "[cases][types]") {
    const auto one = open(user, a_contract(whole)).value();
    SheetChange moves;
    moves.phase = "signing";
    moves.ticks = {{"need", true}};
    const auto changed = change(user, one, moves).value();
    const auto view = sheet(one.id);
    CHECK(view.sheet.phase == "signing");
    REQUIRE(view.ticks.size() == 1);
    CHECK(view.ticks.front().by == user);
    CHECK(view.ticks.front().at == clock.now());
    CHECK(events(one.id)[0].payload == R"({"from":"preparation","name":"Indgåelse","to":"signing"})");
    CHECK(events(one.id)[1].payload == R"({"item":"need","text":"Behov og budget er godkendt","ticked":true})");

    SheetChange wrong;
    wrong.phase = "moon";
    CHECK(change(user, changed, wrong).error().field == "phase");
    wrong.phase.reset();
    wrong.ticks = {{"moon", true}};
    CHECK(change(user, changed, wrong).error().field == "checklist");

    SheetChange back;
    back.ticks = {{"need", false}};
    change(user, changed, back).value();
    CHECK(sheet(one.id).ticks.empty());
}

SCENARIO_METHOD(TypedHall, "a running case keeps what it has when its type's file changes", "[cases][types]") {
    const auto one = open(user, a_contract(whole)).value();
    retype(R"({"key":"contract","name":{"da":"Aftale"},"fields":{"type":"object","properties":{
        "partner":{"type":"string","title":"Partner"}}},"phases":[{"key":"new","name":{"da":"Ny"}}]})");
    const auto view = sheet(one.id);
    CHECK(view.type->name.danish == "Aftale");
    CHECK(view.sheet.phase == "preparation");
    CHECK(view.values["supplier"] == "Solbakke Data A/S");

    const auto changed = change(user, one, fields({{"partner", "Nordby"}})).value();
    CHECK(sheet(one.id).values.size() == 3);
    SheetChange moves;
    moves.phase = "new";
    CHECK(change(user, changed, moves).has_value());
}

SCENARIO_METHOD(TypedHall, "a case may become another type and keeps what was filled in", "[cases][types]") {
    const auto one = open(user, a_contract(whole)).value();
    SheetChange other;
    other.type = "it_system";
    change(user, one, other).value();
    const auto view = sheet(one.id);
    CHECK(view.type->key == "it_system");
    CHECK(view.sheet.phase == "acquisition");
    CHECK(view.values["expires_on"] == "2027-12-31");
}

SCENARIO_METHOD(TypedHall, "only who may edit the case changes what it has by its type", "[cases][types]") {
    auto made = a_contract(whole);
    made.confidentiality = core::Confidentiality::open;
    const auto one = open(user, made).value();
    CHECK(change(teacher, one, fields({{"tender", "x"}})).error().code == ErrorCode::forbidden);
    auto closer = a_contract(whole);
    closer.confidentiality = core::Confidentiality::unit;
    CHECK(change(teacher, open(user, closer).value(), fields({{"tender", "x"}})).error().code == ErrorCode::not_found);
}

SCENARIO_METHOD(TypedHall, "the list of a type goes by the field that it names, page by page", "[cases][types]") {
    const auto add = [&](const char* expires) {
        return open(user, a_contract(std::string{R"({"supplier":"A","expires_on":")"} + expires + "\"}")).value().id;
    };
    const auto late = add("2030-01-01"), early = add("2026-12-31"), middle = add("2028-05-05");
    const auto empty = open(user, a_contract()).value().id;
    const auto list = [&](core::UserId reader) {
        services::TypedCaseFilter filter{.reader = reader, .type = "contract", .by_order_key = true, .limit = 2};
        std::vector<core::CaseId> ids;
        for (bool is_last = false; !is_last;) {
            const auto cases =
                db->read([&](services::Transaction& tx) -> core::Result<std::vector<services::TypedCase>> {
                      return services::CaseSheetStore{tx}.list(filter);
                  }).value();
            for (const auto& one : cases) ids.push_back(one.sheet.of);
            is_last = cases.size() < 2;
            if (!is_last)
                filter.after = services::TypedCaseFilter::Place{cases.back().sheet.order_key, cases.back().sheet.of};
        }
        return ids;
    };
    CHECK(list(user) == std::vector{early, middle, late, empty});
    CHECK(list(teacher).empty());

    THEN("it goes by another field as soon as the type's file says so") {
        retype(R"({"key":"contract","name":{"da":"Aftale"},"fields":{"type":"object","properties":{
            "starts_on":{"type":"string","format":"date","title":"Start"}}},
            "overview":{"columns":[],"order_by":"starts_on"}})");
        services::keep_type_orders(*db, types);
        CHECK(list(user) == std::vector{late, early, middle, empty});
    }
}
