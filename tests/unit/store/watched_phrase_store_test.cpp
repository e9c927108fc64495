#include "services/store/watched_phrase_store.hpp"

#include "store_fixture.hpp"

using services::StoredPhrase;
using services::Transaction;
using services::WatchedPhraseStore;
using store_tests::StoreFixture;

namespace {

struct PhraseFixture : StoreFixture {
    store_tests::Town town = write(store_tests::add_town);

    auto add(core::WatchedKind kind, const std::string& text) {
        return write([&](Transaction& tx) {
            return WatchedPhraseStore{tx}.add({{}, {kind, text}, town.registrar, store_tests::morning()});
        });
    }
    std::vector<StoredPhrase> all() {
        return read([](Transaction& tx) { return WatchedPhraseStore{tx}.all(); });
    }
};

}  // namespace

SCENARIO_METHOD(PhraseFixture, "a watched phrase stands on its list once", "[store][release]") {
    const auto id = add(core::WatchedKind::name, "Karen Østergård");
    REQUIRE(id);
    CHECK_FALSE(add(core::WatchedKind::name, "Karen Østergård"));
    CHECK(add(core::WatchedKind::word, "Karen Østergård"));
    REQUIRE(all().size() == 2);
    CHECK(all().front().phrase.text == "Karen Østergård");
    CHECK(all().front().added_at == store_tests::morning());
    CHECK(read([](Transaction& tx) { return services::release_check(tx)("Karen Østergård").size(); }) == 1);
    CHECK(write([&](Transaction& tx) { return WatchedPhraseStore{tx}.remove(*id); }));
    CHECK_FALSE(write([&](Transaction& tx) { return WatchedPhraseStore{tx}.remove(*id); }));
    CHECK(read([](Transaction& tx) { return WatchedPhraseStore{tx}.count(); }) == 1);
}
