#include <catch2/catch.hpp>

#include <filesystem>

#include "core/model/content.hpp"
#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"

using namespace tests;

namespace {

namespace fs = std::filesystem;

fs::path stored_file(const Saglig& town, const std::string& hash) {
    for (const auto& entry : fs::recursive_directory_iterator(town.data() / "files"))
        if (entry.path().filename() == hash) return entry.path();
    throw std::runtime_error{"no file holds " + hash};
}

}  // namespace

TEST_CASE("verify says what is whole, and names the byte's file, the event and the document that are not") {
    Town town;
    REQUIRE(town.stop() == 0);
    const auto whole = town.run({"verify"});
    INFO(whole.output);
    REQUIRE(whole.status == 0);
    REQUIRE(whole.output.find("Everything is whole.") != std::string::npos);

    SECTION("one byte of a stored file") {
        const auto hash = asked(town.database(), "SELECT content_hash FROM documents ORDER BY id LIMIT 1");
        const auto file = stored_file(town, hash);
        auto bytes = bytes_of(file);
        bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
        fs::permissions(file, fs::perms::owner_write, fs::perm_options::add);
        write_file(file, bytes);
        const auto found = town.run({"verify"});
        CHECK(found.status == 1);
        CHECK(found.output.find(hash) != std::string::npos);
    }
    SECTION("a stored file that is gone") {
        const auto hash = asked(town.database(), "SELECT content_hash FROM documents ORDER BY id LIMIT 1");
        fs::remove(stored_file(town, hash));
        const auto found = town.run({"verify"});
        CHECK(found.status == 1);
        CHECK(found.output.find(hash) != std::string::npos);
    }
    SECTION("an event that was rewritten") {
        asked(town.database(), "UPDATE events SET actor_id = actor_id + 1 WHERE id = 40");
        const auto found = town.run({"verify"});
        CHECK(found.status == 1);
        CHECK(found.output.find("event 40") != std::string::npos);
    }
    SECTION("an event that was removed") {
        asked(town.database(), "DELETE FROM events WHERE id = 40");
        const auto found = town.run({"verify"});
        CHECK(found.status == 1);
        CHECK(found.output.find("event 4") != std::string::npos);
    }
    SECTION("a document that was removed") {
        tamper(
            town.database(),
            "DELETE FROM post_list_entries; DELETE FROM documents WHERE number = 1 AND "
            "case_id = (SELECT case_id FROM documents WHERE number = 2 LIMIT 1)"
        );
        const auto found = town.run({"verify"});
        CHECK(found.status == 1);
        CHECK(found.output.find("FAULT  case ") != std::string::npos);
        CHECK(found.output.find(": document 1 is missing") != std::string::npos);
    }
    SECTION("a case's last document that was removed") {
        const auto id = asked(town.database(), "SELECT id FROM documents WHERE number = 2 ORDER BY id DESC LIMIT 1");
        const auto number = asked(
            town.database(), "SELECT number FROM cases WHERE id = (SELECT case_id FROM documents WHERE id = " + id + ")"
        );
        tamper(
            town.database(),
            "DELETE FROM documents WHERE number >= 2 AND case_id = (SELECT case_id FROM "
            "documents WHERE id = " +
                id + ")"
        );
        const auto found = town.run({"verify"});
        INFO(found.output);
        CHECK(found.status == 1);
        CHECK(found.output.find("FAULT  case " + number + ": the last document number given") != std::string::npos);
    }
    SECTION("a case that was removed") {
        const auto number = asked(town.database(), "SELECT number FROM cases ORDER BY id LIMIT 1 OFFSET 3");
        tamper(town.database(), "DELETE FROM cases WHERE number = '" + number + "'");
        const auto found = town.run({"verify"});
        INFO(found.output);
        CHECK(found.status == 1);
        CHECK(found.output.find("FAULT  case " + number + " is missing") != std::string::npos);
        CHECK(found.output.find("which is not there") != std::string::npos);
    }
    SECTION("a case whose state was changed without a word of when and why") {
        const auto id = asked(town.database(), "SELECT MAX(id) FROM cases WHERE state <> 'ordered'");
        tamper(
            town.database(),
            "INSERT INTO case_states (case_id, state, since, reason, set_at, set_by) SELECT id, state, '2026-01-01', "
            "'', 0,"
            " 1 FROM cases WHERE id = " +
                id
        );
        CHECK(town.run({"verify"}).status == 0);
        tamper(town.database(), "UPDATE cases SET state = 'ordered' WHERE id = " + id);
        const auto found = town.run({"verify"});
        INFO(found.output);
        CHECK(found.status == 1);
        CHECK(found.output.find("FAULT  case " + id + " names last state ordered") != std::string::npos);
    }
    SECTION("a task whose case was removed") {
        tamper(
            town.database(),
            "INSERT INTO tasks (case_id, title, unit_id, due, remind_on, access_group_id, made_at, made_by)"
            " SELECT 4711, 'Svar', unit_id, '2026-12-01', '2026-12-01', access_group_id, 0, 1 FROM cases LIMIT 1"
        );
        const auto found = town.run({"verify"});
        INFO(found.output);
        CHECK(found.status == 1);
        CHECK(found.output.find("names case 4711, which is not there") != std::string::npos);
    }
    SECTION("what was known of an item's bytes") {
        auto id = std::int64_t{};
        {
            town.start();
            auto client = town.as(registrar);
            id = taken_in(client, {"brev.pdf", small_pdf({"Et brev"})});
            settled_item(client, id);
            REQUIRE(town.stop() == 0);
        }
        const auto where = " WHERE id = " + std::to_string(id);
        const auto hash = asked(town.database(), "SELECT content_hash FROM incoming_items" + where);
        tamper(town.database(), "DELETE FROM contents WHERE hash = '" + hash + "'");
        const auto found = town.run({"verify"});
        INFO(found.output);
        CHECK(found.status == 1);
        const auto named = "FAULT  incoming item " + std::to_string(id) + " names content " + hash;
        CHECK(found.output.find(named) != std::string::npos);
    }
}

TEST_CASE("an exported log is verified by another program, which finds what was tampered with") {
    Town town;
    REQUIRE(town.stop() == 0);
    const auto file = town.data() / "log.jsonl";
    const auto exported = town.run({"log", "export", file.string()});
    INFO(exported.output);
    REQUIRE(exported.status == 0);
    const auto verified = [&](const std::string& anchor = {}) {
        std::vector<std::string> command{"node", SAGLIG_SOURCE_DIR "/tests/integration/verify_log.mjs", file.string()};
        if (!anchor.empty()) command.push_back(anchor);
        return run(command);
    };
    const auto whole = verified();
    INFO(whole.output);
    REQUIRE(whole.status == 0);
    CHECK(whole.output.find("whole: " + asked(town.database(), "SELECT count(*) FROM events")) == 0);
    const auto last = asked(town.database(), "SELECT id || ':' || hash FROM events ORDER BY id DESC LIMIT 1");
    CHECK(exported.output.find("anchor " + last) != std::string::npos);
    CHECK(verified(last).status == 0);

    const auto lines = bytes_of(file);
    SECTION("one letter of one event") {
        auto changed = lines;
        const auto at = changed.find("\"kind\":\"case_opened\"", changed.size() / 2);
        REQUIRE(at != std::string::npos);
        changed.replace(at, 20, "\"kind\":\"case_closed\"");
        write_file(file, changed);
        const auto found = verified();
        CHECK(found.status == 1);
        CHECK(found.output.find("does not match its hash") != std::string::npos);
    }
    SECTION("an event that is left out") {
        auto changed = lines;
        const auto begin = changed.find('\n') + 1;
        changed.erase(begin, changed.find('\n', begin) + 1 - begin);
        write_file(file, changed);
        const auto found = verified();
        CHECK(found.status == 1);
        CHECK(found.output.find("2 was expected") != std::string::npos);
    }
    SECTION("the end cut off, which only the anchor tells") {
        auto changed = lines;
        changed.erase(changed.rfind('\n', changed.size() - 2) + 1);
        write_file(file, changed);
        CHECK(verified().status == 0);
        const auto found = verified(last);
        CHECK(found.status == 1);
        CHECK(found.output.find("is missing") != std::string::npos);
    }
}
