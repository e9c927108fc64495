#include "services/oio/oio_ids.hpp"

#include <catch2/catch.hpp>
#include <set>

using core::OioObject;
using services::OioIds;

TEST_CASE("a UUID stands for one object of one installation", "[oio]") {
    const OioIds ours{"the hash of our first event"}, theirs{"of another's"};
    std::set<std::string> all;
    for (const auto* ids : {&ours, &theirs})
        for (const auto of : {OioObject::a_case, OioObject::document, OioObject::user, OioObject::unit})
            for (std::int64_t id = 1; id <= 100; ++id) all.insert(ids->uuid(of, id));
    CHECK(all.size() == 800);

    const auto uuid = ours.uuid(OioObject::a_case, 12);
    CHECK(uuid == OioIds{"the hash of our first event"}.uuid(OioObject::a_case, 12));
    CHECK(ours.id(OioObject::a_case, uuid) == 12);
    CHECK_FALSE(ours.id(OioObject::document, uuid));
    CHECK_FALSE(theirs.id(OioObject::a_case, uuid));
}

TEST_CASE("nobody guesses a UUID from another one", "[oio]") {
    const OioIds ids{"the hash of our first event"};
    auto uuid = ids.uuid(OioObject::a_case, 12);
    uuid.back() = 'd';  // 13
    CHECK(core::id_in_oio_uuid(uuid) == 13);
    CHECK_FALSE(ids.id(OioObject::a_case, uuid));
}

TEST_CASE("a UUID may be written in capitals", "[oio]") {
    const OioIds ids{"x"};
    auto uuid = ids.uuid(OioObject::document, 7);
    for (auto& c : uuid)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 32);
    CHECK(ids.id(OioObject::document, uuid) == 7);
}
