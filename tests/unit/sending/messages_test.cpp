#include "services/sending/messages.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>

#include "tests/support/temporary_folder.hpp"

using services::Enclosed;
using services::Letterhead;

namespace {

const Letterhead from{
    .authority = "Ærø Kommune", .address = "post@aeroe.example", .cvr = "12345678", .case_number = "2026-000123"};
const Enclosed main_file{std::string(5000, '\xE6') + "\r\n.\r\n", "application/pdf", "ansøgning 1.pdf"};
const std::vector<Enclosed> letter{main_file, {"Et bilag", "text/plain", "bilag.txt", "Bilag & mere"}};

core::Sending a_sending() {
    core::Sending sending;
    sending.receiver = "karen@eksempel.example";
    sending.receiver_name = "Karen & søn";
    sending.label = "Vi har modtaget din ansøgning om et kvistværksted på Strandvejen nummer 27";
    sending.text = "Kære Karen\n\nTak.\n";
    sending.message_id = services::random_uuid();
    sending.ordered_at = core::Timestamp{std::chrono::seconds{1'795'335'300}};
    return sending;
}

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::filesystem::path memo_schema(std::string_view version) {
    auto folder = std::filesystem::path{SAGLIG_SOURCE_DIR}.parent_path() / "shared/danish/memo/xsd";
    if (version == "1.2") folder /= "Version1.2";
    return folder / "MeMo_core.xsd";
}

}  // namespace

TEST_CASE("A mail is lines of ASCII that any server takes, whatever stands in it") {
    const auto mail = services::mail_message(a_sending(), from, letter);
    std::size_t line = 0;
    bool is_sound = true;
    for (std::size_t i = 0; i < mail.size(); ++i) {
        const auto c = static_cast<unsigned char>(mail[i]);
        if (c == '\n') {
            is_sound = is_sound && i > 0 && mail[i - 1] == '\r';
            line = 0;
        } else {
            is_sound = is_sound && c < 0x7F && ++line <= 998;
        }
    }
    CHECK(is_sound);
    CHECK(contains(mail, "To: <karen@eksempel.example>\r\n"));
    CHECK(contains(mail, "Date: Sun, 22 Nov 2026"));
    CHECK(contains(mail, "\r\n filename*=UTF-8''ans%C3%B8gning%201.pdf\r\n"));
    CHECK(contains(mail, "@aeroe.example>\r\n"));
    CHECK(contains(mail, "filename*=UTF-8''bilag.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nRXQgYmlsYWc=\r\n"));
}

TEST_CASE("A subject of any length is written in encoded words that split no letter") {
    auto sending = a_sending();
    sending.label.clear();
    for (int i = 0; i < 60; ++i) sending.label += i % 2 == 0 ? "ø" : "a";
    const auto mail = services::mail_message(sending, from, letter);
    const auto begin = mail.find("Subject: ") + 9;
    const auto subject = mail.substr(begin, mail.find("\r\nDate:") - begin);
    const std::regex word{"=\\?UTF-8\\?B\\?([A-Za-z0-9+/=]+)\\?="};
    int words = 0;
    for (std::sregex_iterator at{subject.begin(), subject.end(), word}, none; at != none; ++at) {
        ++words;
        CHECK(at->str().size() <= 75);
        // Each begins with "ø" or "a" in full: C3 B8 or 61, not with the second half of a letter.
        const auto first = at->str(1).substr(0, 2);
        CHECK((first == "w7" || first == "YT" || first == "Yc"));
    }
    CHECK(words == 3);
}

TEST_CASE("A header can't be slipped in by a subject or a file name") {
    auto sending = a_sending();
    sending.label = "Hej\r\nBcc: alle@eksempel.example";
    auto file = main_file;
    file.file_name = "a\"\r\nX-Evil: 1.pdf";
    const auto mail = services::mail_message(sending, from, {file});
    CHECK_FALSE(contains(mail, "\nBcc:"));
    CHECK_FALSE(contains(mail, "\nX-Evil:"));
}

TEST_CASE("A MeMo message keeps to the schema of its version") {
    const std::string version = GENERATE("1.1", "1.2");
    const auto schema = memo_schema(version);
    if (!std::filesystem::exists(schema)) {
        WARN("left out: the schemas of MeMo are not here");
        return;
    }
    auto sending = a_sending();
    sending.receiver = "2512484916";
    sending.receiver_kind = core::IdentifierKind::cpr;
    auto head = from;
    head.memo_version = version;
    const tests::TemporaryFolder folder;
    const auto file = folder.path() / "memo.xml";
    std::ofstream{file} << services::memo_message(sending, head, letter);
    const auto command =
        "xmllint --noout --schema '" + schema.string() + "' '" + file.string() + "' 2>'" + file.string() + ".log'";
    const int status = std::system(command.c_str());  // NOLINT(cert-env33-c,concurrency-mt-unsafe): a test's own file
    std::ifstream log{file.string() + ".log"};
    INFO(std::string(std::istreambuf_iterator<char>{log}, {}));
    CHECK(status == 0);
}

TEST_CASE("What a MeMo message tells is written so that XML can't read it otherwise") {
    auto sending = a_sending();
    sending.label = "A <b> & \"c\"\x01";
    const auto memo = services::memo_message(sending, from, letter);
    CHECK(contains(memo, "<memo:label>A &lt;b&gt; &amp; \"c\"</memo:label>"));
    CHECK(contains(memo, "<memo:label>Karen &amp; søn</memo:label>"));
    CHECK(contains(memo, "<memo:caseID>2026-000123</memo:caseID>"));
    CHECK(contains(memo, "<memo:AdditionalDocument>\n<memo:label>Bilag &amp; mere</memo:label>"));
    CHECK(contains(memo, "<memo:content>RXQgYmlsYWc=</memo:content>"));
}

TEST_CASE("Every message has an id of its own, of the form that MeMo asks for") {
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) ids.insert(services::random_uuid());
    CHECK(ids.size() == 100);
    const std::regex form{"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"};
    for (const auto& id : ids) CHECK(std::regex_match(id, form));
}
