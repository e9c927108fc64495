#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "services/demo/letters.hpp"
#include "tests/support/saglig_process.hpp"

/// Solbakke Kommune, small: twenty cases with sixty documents, thirty people, and a server that is ready.
namespace tests {

using Json = nlohmann::json;

// People of the demonstration, by what they may do (services/demo/municipality.cpp).
inline constexpr const char* registrar = "registrator";  ///< of the whole municipality
inline constexpr const char* building_worker = "jonas";  ///< a caseworker; so is the next, in the same unit
inline constexpr const char* building_colleague = "lise";
inline constexpr const char* building_leader = "leder";  ///< of the unit above
inline constexpr const char* school_worker = "maja";     ///< a caseworker far away from the two
inline constexpr const char* administrator = "administrator";
inline constexpr const char* everyones_password = "saglig-demo";

class Town : public Saglig {
  public:
    explicit Town(Settings settings = {});
};

/// A KLE number of the demonstration's scheme.
std::string some_subject();
/// What POST /api/v1/cases wants, at least.
Json case_wanted(const std::string& title);
/// What POST …/journal wants to put an item on a case that is there.
Json journaling_on(const Json& on_case, const std::string& title);

/// The body, after making sure that the status is as wanted; throws std::runtime_error with the answer if not.
Json body_of(const HttpAnswer& answer, int wanted_status = 200);

/// An item once it is neither waiting nor being read; throws std::runtime_error if that does not come.
Json settled_item(HttpClient& client, std::int64_t id, std::chrono::seconds limit = std::chrono::seconds{60});
/// Puts a file in by POST /api/v1/intake; the id of its item.
std::int64_t taken_in(HttpClient& client, const FileToSend& file);

/// All that a list holds, page by page. `path` has a query already: "/api/v1/cases?limit=7".
std::vector<Json> all_of(HttpClient& client, const std::string& path);

/// Hits of a search; `more` is such as "&kind=incoming".
Json search(HttpClient& client, const std::string& words, const std::string& more = {});
bool finds(HttpClient& client, const std::string& words, const std::string& kind, std::int64_t id);

/// A drawn letter of the demonstration.
services::DemoLetter letter(std::size_t index);
/// Words of a letter that were also recognised, the longest first.
std::vector<std::string> recognised_words(const std::string& printed, const std::string& recognised);

/// The value of a hidden field on a page: the first `name="csrf" value="…"`.
std::string csrf_on(const std::string& page);

}  // namespace tests
