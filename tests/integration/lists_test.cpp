#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/integration/town.hpp"

using namespace tests;

namespace {

std::set<std::int64_t> ids_of(const std::vector<Json>& cases) {
    std::set<std::int64_t> ids;
    for (const auto& one : cases) ids.insert(one.at("id").get<std::int64_t>());
    return ids;
}

/// What the registrar may read: not all of the town, since some types of case are kept closely.
std::size_t readable(const Town& town, const std::string& of) {
    return std::stoul(asked(
        town.database(),
        "SELECT COUNT(*) FROM " + of +
            " WHERE access_group_id IN (SELECT m.group_id FROM group_members AS m JOIN users AS u ON u.id = m.user_id"
            " WHERE u.name = '" +
            registrar + "')"
    ));
}

Json read(HttpClient& client, std::int64_t id) {
    return body_of(client.get("/api/v1/cases/" + std::to_string(id)));
}

}  // namespace

TEST_CASE("A list by any order goes on, cursor by cursor, to the last case") {
    Town town;
    auto client = town.as(registrar);
    const auto all = all_of(client, "/api/v1/cases?limit=200");
    REQUIRE(all.size() == readable(town, "cases"));
    CHECK(all.size() > 15);
    for (const auto* order : {"changed", "-opened", "number", "-title", "title", "deadline"}) {
        INFO(order);
        const auto paged = all_of(client, "/api/v1/cases?limit=3&sort=" + std::string{order});
        CHECK(paged.size() == all.size());
        CHECK(ids_of(paged) == ids_of(all));
    }
    const auto by_number = all_of(client, "/api/v1/cases?limit=7&sort=number");
    CHECK(std::ranges::is_sorted(by_number, {}, [](const Json& one) { return one.at("number").get<std::string>(); }));
    CHECK(client.get("/api/v1/cases?sort=farve").status == 400);
}

TEST_CASE("The documents of a case come page by page, and the case itself shows the first of them") {
    Town town;
    auto client = town.as(registrar);
    std::size_t documents = 0;
    for (const auto& one : all_of(client, "/api/v1/cases?limit=200")) {
        const auto id = one.at("id").get<std::int64_t>();
        const auto path = "/api/v1/cases/" + std::to_string(id) + "/documents";
        const auto paged = all_of(client, path + "?limit=1");
        const auto whole = read(client, id);
        CHECK(paged.size() == whole.at("documents").size());
        CHECK(whole.at("documents_next").is_null());
        documents += paged.size();
    }
    CHECK(documents == readable(town, "documents"));
    CHECK(documents > 45);
    CHECK(town.as(school_worker).get("/api/v1/cases/999/documents").status == 404);
}

TEST_CASE("Many cases are looked at, closed and opened again by three requests") {
    Town town;
    auto worker = town.as(building_worker);
    std::vector<std::int64_t> ids;
    for (int n = 0; n < 5; ++n)
        ids.push_back(body_of(worker.post("/api/v1/cases", case_wanted("Masse " + std::to_string(n))), 201).at("id"));
    const Json order{{"action", "state"}, {"state", "closed"}, {"reason", "Oprydning"}, {"cases", ids}};
    auto preview = order;
    preview["preview"] = true;
    CHECK(body_of(worker.post("/api/v1/bulk", preview)).at("changes") == 5);
    CHECK(read(worker, ids[0]).at("state") == "opened");

    auto stale = order;
    stale["expected"] = 4;
    CHECK(worker.post("/api/v1/bulk", stale).status == 409);
    const auto done = body_of(worker.post("/api/v1/bulk", order), 201);
    CHECK(done.at("cases") == 5);
    for (const auto id : ids) CHECK(read(worker, id).at("state") == "closed");

    const auto path = "/api/v1/bulk/" + std::to_string(done.at("id").get<std::int64_t>());
    CHECK(town.as(building_colleague).post(path + "/undo", Json::object()).status == 404);
    const Json renamed{{"title", "Rettet siden"}, {"version", 2}};
    body_of(worker.send("PATCH", "/api/v1/cases/" + std::to_string(ids[2]), renamed.dump(), "application/json"));
    const auto undone = body_of(worker.post(path + "/undo", Json::object()));
    CHECK(undone.at("undone") == 4);
    REQUIRE(undone.at("refused").size() == 1);
    CHECK(undone.at("refused")[0].at("reason") == "changed_since");
    CHECK(undone.at("refused")[0].at("cases")[0].at("id") == ids[2]);
    CHECK(read(worker, ids[0]).at("state") == "opened");
    CHECK(read(worker, ids[2]).at("state") == "closed");
    CHECK(worker.post(path + "/undo", Json::object()).status == 409);
}

TEST_CASE("What a filter finds is marked at once, and what it leaves out is told") {
    Town town;
    auto worker = town.as(building_worker);
    const Json order{{"action", "waiting"}, {"waiting_for", "høringssvar"}, {"filter", {{"open", true}}}};
    auto preview = order;
    preview["preview"] = true;
    const auto told = body_of(worker.post("/api/v1/bulk", preview));
    REQUIRE(told.at("changes") > 0);
    auto sure = order;
    sure["expected"] = told.at("changes");
    CHECK(body_of(worker.post("/api/v1/bulk", sure), 201).at("cases") == told.at("changes"));
    const auto waiting = all_of(worker, "/api/v1/cases?limit=200&waiting=true");
    CHECK(waiting.size() == told.at("changes").get<std::size_t>());
    CHECK(
        worker.post("/api/v1/bulk", {{"action", "waiting"}, {"waiting_for", ""}, {"filter", {{"farve", 1}}}}).status ==
        400
    );
    CHECK(worker.post("/api/v1/bulk", {{"action", "deadline"}, {"state", "closed"}, {"cases", {1}}}).status == 400);
}
