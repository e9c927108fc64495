#include "services/post_list/public_filter.hpp"

#include <catch2/catch.hpp>

using services::feed_path;
using services::filter_of;
using services::page_path;
using services::Request;

namespace {

Request asking(std::vector<std::pair<std::string, std::string>> query) {
    Request request;
    request.query = std::move(query);
    return request;
}

std::string page_of(std::vector<std::pair<std::string, std::string>> query) {
    return page_path(filter_of(asking(std::move(query))).value());
}

std::string refused(std::vector<std::pair<std::string, std::string>> query) {
    const auto filter = filter_of(asking(std::move(query)));
    return filter ? std::string{} : filter.error().field;
}

}  // namespace

TEST_CASE("each part of the post list has one address", "[post_list]") {
    CHECK(page_of({}) == "/postliste");
    CHECK(page_of({{"dag", "2026-11-03"}}) == "/postliste/dag/2026-11-03");
    CHECK(page_of({{"uge", "2026-45"}}) == "/postliste/uge/2026-45");
    CHECK(page_of({{"uge", "2026-W45"}}) == "/postliste/uge/2026-45");
    CHECK(page_of({{"enhed", "3"}, {"q", ""}, {"from", ""}}) == "/postliste/enhed/3");
    CHECK(page_of({{"emne", "27.35"}}) == "/postliste/emne/27.35");
    CHECK(page_of({{"emne", "27"}, {"from", "2026-11-03"}}) == "/postliste/emne/27?from=2026-11-03");
    CHECK(page_of({{"to", "2026-11-03"}}) == "/postliste?to=2026-11-03");
    CHECK(page_of({{"q", "skole & hjem"}, {"enhed", "3"}}) == "/postliste?enhed=3&q=skole%20%26%20hjem");
    CHECK(page_of({{"emne", "27"}, {"enhed", "3"}}) == "/postliste?enhed=3&emne=27");
}

TEST_CASE("a feed is of the same part as its page", "[post_list]") {
    const auto filter = filter_of(asking({{"uge", "2026-W01"}, {"emne", "27.35.00"}})).value();
    CHECK(feed_path(".atom", filter) == "/postliste.atom?uge=2026-01&emne=27.35.00");
    CHECK(feed_path(".csv", {}) == "/postliste.csv");
    CHECK(*filter.from == core::parse_iso_date("2025-12-29").value());
    CHECK(*filter.to == core::parse_iso_date("2026-01-04").value());
    CHECK(filter.subject == "27.35.00");
}

TEST_CASE("what is no day, week, unit or subject is refused by its name", "[post_list]") {
    CHECK(refused({{"dag", "x"}}) == "dag");
    CHECK(refused({{"uge", "2026-54"}}) == "uge");
    CHECK(refused({{"uge", "2026"}}) == "uge");
    CHECK(refused({{"from", "2026-02-30"}}) == "from");
    CHECK(refused({{"enhed", "-1"}}) == "enhed");
    CHECK(refused({{"enhed", "x"}}) == "enhed");
    for (const auto* wrong : {"2", "27.3", "27.35.0", "27,35", "27.35.001", "ab"})
        CHECK(refused({{"emne", wrong}}) == "emne");
    CHECK(refused({{"q", std::string(201, 'x')}}) == "q");
}
