// KL's own files are not free to pass on, so they are not part of the project. Where a developer has them, these tests
// read them; elsewhere they say that they did not.
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "services/subjects/kle_reader.hpp"
#include "services/subjects/subject_index.hpp"

namespace {

std::filesystem::path real_folder() {
    const char* named = std::getenv("SAGLIG_KLE_FILES");
    if (named != nullptr) return named;
    return std::filesystem::path{SAGLIG_SOURCE_DIR} / ".." / "shared" / "danish" / "kle";
}

std::optional<std::filesystem::path> real_file(const char* name) {
    auto file = real_folder() / name;
    if (std::filesystem::exists(file)) return file;
    WARN("skipped: " << name << " is not here; name its folder in SAGLIG_KLE_FILES");
    return std::nullopt;
}

constexpr auto plan = "KLE-Emneplan_Version2-0_2015-08-01.xml";

}  // namespace

TEST_CASE("KL's scheme of August 2015 is read whole", "[subjects][real]") {
    const auto file = real_file(plan);
    if (!file) return;
    const auto scheme = services::read_kle_file(*file).value();
    CHECK(core::iso_date(scheme.published) == "2015-08-01");
    const auto count = [&](auto predicate) { return std::ranges::count_if(scheme.entries, predicate); };
    using core::SchemeKind;
    CHECK(count([](const auto& entry) { return entry.kind == SchemeKind::main_group; }) == 41);
    CHECK(count([](const auto& entry) { return entry.kind == SchemeKind::group; }) == 691);
    const auto subject_with = [&](auto predicate) {
        return count([&](const auto& entry) { return entry.kind == SchemeKind::subject && predicate(entry); });
    };
    CHECK(subject_with([](const auto&) { return true; }) == 3457);
    CHECK(subject_with([](const auto& entry) { return entry.retention == core::Retention::preserve; }) == 1120);
    CHECK(subject_with([](const auto& entry) { return entry.retention == core::Retention::discard; }) == 2037);
    CHECK(subject_with([](const auto& entry) { return !entry.deletion.empty(); }) == 2683);
    CHECK(subject_with([](const auto& entry) { return entry.title.find("[udg") != std::string::npos; }) == 0);
}

TEST_CASE("KL's example of facets is read", "[subjects][real]") {
    const auto file = real_file("KLE-Handlingsfacetter-example.xml");
    if (!file) return;
    const auto scheme = services::read_kle_file(*file).value();
    CHECK(scheme.entries.size() == 2);
    CHECK(scheme.entries.front().guidance.find("\n- ") != std::string::npos);
}

TEST_CASE("a subject is found in the whole scheme in less than five milliseconds", "[subjects][real]") {
    const auto file = real_file(plan);
    if (!file) return;
    auto scheme = services::read_kle_file(*file).value();
    const services::SubjectIndex index{std::move(scheme.entries), core::parse_iso_date("2026-11-03").value()};
    auto fastest = std::chrono::steady_clock::duration::max();
    for (int i = 0; i < 20; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        CHECK(index.find("bolig ældre", 20).size() > 1);
        fastest = std::min(fastest, std::chrono::steady_clock::now() - begin);
    }
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(fastest).count();
    CHECK(microseconds < 5000);
    WARN("found in " << microseconds << " microseconds");
}
