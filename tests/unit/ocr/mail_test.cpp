#include <catch2/catch.hpp>
#include <chrono>

#include "ocr/html_text.hpp"
#include "ocr/mail_coding.hpp"
#include "ocr/mail_header.hpp"
#include "ocr/mail_parser.hpp"
#include "ocr/messages.hpp"
#include "tests/unit/ocr/workers.hpp"

using ocr::parse_mail;

namespace {

/// Lines as a mail has them.
std::string lines(std::string_view text) {
    std::string wire;
    for (const char sign : text) {
        if (sign == '\n') wire += '\r';
        wire += sign;
    }
    return wire;
}

ocr::ParsedMail parsed(const std::string& text, const ocr::MailLimits& limits = {}) {
    static std::string kept;  // parts point into it
    kept = lines(text);
    return parse_mail(kept, limits);
}

}  // namespace

TEST_CASE("a plain message gives its fields and its text", "[ocr][mail]") {
    const auto mail = parsed(
                          "From: Karen =?utf-8?Q?Bl=C3=A5bjerg?= <karen@eksempel.example>\n"
                          "To: \"Solbakke, post\" <post@solbakke.example>, arkiv@solbakke.example\n"
                          "Cc: Byg: a@solbakke.example, b@solbakke.example;\n"
                          "Subject: =?iso-8859-1?Q?Vedr=F8rende?= =?iso-8859-1?Q?_hegnet?=\n"
                          "\tved =?utf-8?B?w4V2ZWo=?=\n"
                          "Date: Tue, 3 Nov 2026 09:14:00 +0100\n"
                          "Message-ID: <abc.1@eksempel.example>\n"
                          "Content-Type: text/plain; charset=\"utf-8\"\n"
                          "Content-Transfer-Encoding: quoted-printable\n"
                          "\n"
                          "K=C3=A6re kommune, hegnet =\nst=C3=A5r skævt.\n"
    )
                          .mail;
    REQUIRE(mail.from.size() == 1);
    CHECK(mail.from[0].name == "Karen Blåbjerg");
    CHECK(mail.from[0].address == "karen@eksempel.example");
    REQUIRE(mail.to.size() == 2);
    CHECK(mail.to[0].name == "Solbakke, post");
    CHECK(mail.to[1].address == "arkiv@solbakke.example");
    REQUIRE(mail.cc.size() == 2);
    CHECK(mail.cc[0].address == "a@solbakke.example");
    CHECK(mail.subject == "Vedrørende hegnet ved Åvej");
    CHECK(core::iso_time(mail.sent_at.value()) == "2026-11-03T08:14:00Z");
    CHECK(mail.message_id == "abc.1@eksempel.example");
    CHECK(mail.text == "Kære kommune, hegnet står skævt.\n");
    CHECK(mail.reason.empty());
}

TEST_CASE("what is attached keeps its name and its bytes", "[ocr][mail]") {
    const auto found = parsed(
        "From: a@b.example\n"
        "Content-Type: multipart/mixed; boundary=\"gr=ns\"\n"
        "\n"
        "Til den, der ikke kan MIME.\n"
        "--gr=ns\n"
        "Content-Type: text/plain\n"
        "\n"
        "Se bilagene.\n"
        "--gr=ns\n"
        "Content-Type: application/pdf; name=\"forkert.pdf\"\n"
        "Content-Disposition: attachment; filename*0*=utf-8''Situationsplan%20%C3%85; filename*1=vej.pdf\n"
        "Content-Transfer-Encoding: base64\n"
        "\n"
        "JVBE\nRi0x\n"
        "--gr=ns\n"
        "Content-Type: text/plain; name==?utf-8?Q?n=C3=B8gle.txt?=\n"
        "\n"
        "linje 1\n"
        "--gr=ns\n"
        "Content-Type: message/rfc822\n"
        "\n"
        "Subject: Tidligere mail\n"
        "\n"
        "indeni\n"
        "--gr=ns--\n"
        "efterskrift\n"
    );
    CHECK(found.mail.text == "Se bilagene.");
    CHECK(found.mail.reason.empty());
    REQUIRE(found.parts.size() == 3);
    CHECK(found.parts[0].file_name == "Situationsplan Åvej.pdf");
    CHECK(found.parts[0].media_type == "application/pdf");
    CHECK(found.parts[0].decoded() == "%PDF-1");
    CHECK(found.parts[1].file_name == "nøgle.txt");
    CHECK(found.parts[1].decoded() == "linje 1");
    CHECK(found.parts[2].file_name == "Tidligere mail.eml");
    CHECK(found.parts[2].decoded() == "Subject: Tidligere mail\r\n\r\nindeni");
}

TEST_CASE("of a text in several forms the plain one is read, unless it says nothing", "[ocr][mail]") {
    const std::string begin = "From: a@b\nContent-Type: multipart/alternative; boundary=x\n\n--x\n\n";
    const std::string html = "\n--x\nContent-Type: text/html; charset=utf-8\n\n<p>Som <b>HTML</b></p>\n--x--\n";
    CHECK(parsed(begin + "Som tekst\n" + html).mail.text == "Som tekst\n");
    CHECK(parsed(begin + " \n" + html).mail.text == "Som HTML\n");
}

TEST_CASE("HTML is read as a person would read it", "[ocr][mail]") {
    const auto text = [](std::string_view html) { return ocr::text_of_html(html, 10'000); };
    CHECK(
        text("<html><head><title>x</title><style>p{}</style></head><body><p>Hej&nbsp;Karen,</p><p>5 &lt; 6<br>slut</p>"
        ) == "Hej Karen,\n\n5 < 6\nslut\n"
    );
    CHECK(text("<ul><li>en<li>to</ul>") == "- en\n- to\n");
    CHECK(text("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>") == "a b\nc\n");
    CHECK(text("&aelig;&#248;&#xE5; &ukendt; 3 < 4 & 5") == "æøå &ukendt; 3 < 4 & 5\n");
    CHECK(text("<script>alert('<p>')</script>efter<!-- <p>nej</p> -->") == "efter\n");
    CHECK(text("<a title='>'>link</a>") == "link\n");
    CHECK(text("<style>aldrig lukket").empty());
    CHECK(text("<p>Giv <5 mg dagligt, ikke > 10</p>") == "Giv <5 mg dagligt, ikke > 10\n");
    CHECK(text("<h1>Titel</h1>under") == "Titel\nunder\n");
    CHECK(text("<a href=x\"y>et</a> to \" tre") == "et to \" tre\n");
    CHECK(text("<p class=a'b title = '>'>fire</p>") == "fire\n");
    CHECK(text("<a title='aldrig lukket>væk").empty());
}

TEST_CASE("threads are told by References and In-Reply-To, each id once", "[ocr][mail]") {
    const auto mail =
        parsed("From: a@b\nMessage-ID: <3@b>\nReferences: <1@b>\n <2@b> <1@b> <3@b>\nIn-Reply-To: <0@b> (Hej)\n\nx\n")
            .mail;
    CHECK(mail.references == std::vector<std::string>{"1@b", "2@b", "0@b"});
    CHECK(parsed("From: a@b\nMessage-ID: uden-vinkler@b\n\nx\n").mail.message_id == "uden-vinkler@b");
}

TEST_CASE("dates are read with their zone, also old ones", "[ocr][mail]") {
    const auto date = [](std::string_view text) {
        const auto found = ocr::mail_date(text);
        return found ? core::iso_time(*found) : std::string{};
    };
    CHECK(date("Tue, 3 Nov 2026 09:14:05 +0100 (CET)") == "2026-11-03T08:14:05Z");
    CHECK(date("3 Nov 26 09:14 GMT") == "2026-11-03T09:14:00Z");
    CHECK(date("Tue,3 Nov 2026 09:14:05 -0330") == "2026-11-03T12:44:05Z");
    CHECK(date("31 Feb 2026 09:14 +0000").empty());
    CHECK(date("i går").empty());
    CHECK(date("").empty());
}

TEST_CASE("character sets that Danish mail is written in are read, and others are told of", "[ocr][mail]") {
    CHECK(ocr::to_utf8("\xE6\xF8\xE5 \x80", "windows-1252").text == "æøå €");
    CHECK(ocr::to_utf8("\xE6\xA4", "ISO-8859-15").text == "æ€");
    CHECK(ocr::to_utf8("\xE6", "utf-8").text == "æ");  // not what it says
    CHECK(ocr::to_utf8("æ", "").text == "æ");
    CHECK(ocr::to_utf8(std::string_view{"\xFF\xFE\xE6\x00", 4}, "utf-16").text == "æ");
    CHECK_FALSE(ocr::to_utf8("\xC1", "koi8-r").is_charset_known);
    CHECK(ocr::to_utf8("abc", "koi8-r").is_charset_known);
    const auto mail = parsed("From: a@b\nContent-Type: text/plain; charset=koi8-r\n\nabc \xC1\n").mail;
    CHECK(mail.reason == "mail_charset");
    CHECK(mail.text.starts_with("abc "));
}

TEST_CASE("a part's kind is told as claimed, if it is a name at all", "[ocr][mail]") {
    const auto kind = [](const std::string& claimed) {
        return parsed("From: a@b\nContent-Type: " + claimed + "\n\nx\n").parts.at(0).media_type;
    };
    CHECK(kind("Image/PNG") == "image/png");
    CHECK(kind("image/p\xE6g") == "application/octet-stream");
    CHECK(kind("image/p ng") == "application/octet-stream");
}

TEST_CASE("a broken message is read as far as it goes, and says what is missing", "[ocr][mail]") {
    SECTION("one that was cut off") {
        const auto found = parsed(
            "From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhej\n--x\n"
            "Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBO"
        );
        CHECK(found.mail.reason == "damaged");
        CHECK(found.mail.text == "hej");
        REQUIRE(found.parts.size() == 1);
        CHECK(found.parts[0].decoded() == "\x89PN");
    }
    SECTION("one without its boundary") {
        const auto found = parsed("From: a@b\nContent-Type: multipart/mixed\n\nhej\n");
        CHECK(found.mail.reason == "damaged");
        CHECK(found.mail.text == "hej\n");
    }
    SECTION("none at all") {
        const auto found = parsed("\n\nhej");
        CHECK(found.mail.reason == "damaged");
        REQUIRE(found.parts.size() == 1);
    }
    SECTION("one whose body follows its fields without an empty line") {
        CHECK(parsed("From: a@b\nKære kommune\n").mail.text == "Kære kommune\n");
    }
}

TEST_CASE("depth, parts and text have limits, and passing them is told", "[ocr][mail]") {
    ocr::MailLimits limits;
    limits.depth = 3;
    limits.parts = 2;
    limits.text_bytes = 100;
    std::string deep = "From: a@b\n";
    for (int n = 0; n < 50; ++n)
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(n) + "\n\n--b" + std::to_string(n) + "\n";
    CHECK(parsed(deep, limits).mail.reason == "mail_limits");
    std::string many = "From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n";
    for (int n = 0; n < 9; ++n) many += "--x\nContent-Type: image/png\n\nx\n";
    const auto parts = parsed(many + "--x--\n", limits);
    CHECK(parts.parts.size() == 2);
    CHECK(parts.mail.reason == "mail_limits");
    const auto text = parsed("From: a@b\n\n" + std::string(5000, 'x'), limits);
    CHECK(text.mail.reason == "mail_limits");
    CHECK(text.mail.text.size() <= 100);
}

TEST_CASE("a hostile message takes no more time than its size", "[ocr][mail]") {
    const auto begin = std::chrono::steady_clock::now();
    std::string hostile = "From: ";
    for (int n = 0; n < 40'000; ++n) hostile += "=?a?q?";
    hostile += "\nReferences: " + std::string(200'000, '<') + ">\nContent-Type: text/html\n\n";
    for (int n = 0; n < 100'000; ++n) hostile += "<head><a title='";
    (void)parsed(hostile);
    std::string heads = "From: a@b\nContent-Type: text/html\n\n";
    for (int n = 0; n < 200'000; ++n) heads += "<head>&";
    (void)parsed(heads);
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds{10});
}

TEST_CASE("what a worker says of a message is taken within its limits only", "[ocr][mail]") {
    ocr::Answer answer;
    answer.mail.subject = "Hegn";
    answer.mail.from = {{"Karen", "karen@eksempel.example"}};
    answer.mail.references = {"1@b"};
    answer.mail.sent_at = core::Timestamp{std::chrono::seconds{1'793'000'000}};
    answer.mail.parts = {{"a.pdf", "application/pdf", {}}};
    const auto back = ocr::answer_from_json(ocr::to_json(answer)).value();
    CHECK(back.mail.subject == "Hegn");
    CHECK(back.mail.from.at(0).address == "karen@eksempel.example");
    CHECK(back.mail.sent_at == answer.mail.sent_at);
    CHECK(back.mail.parts.at(0).file_name == "a.pdf");
    answer.mail.subject = std::string(100'000, 'x');
    CHECK_FALSE(ocr::answer_from_json(ocr::to_json(answer)));
    answer.mail.subject.clear();
    answer.mail.parts.resize(100'000);
    CHECK_FALSE(ocr::answer_from_json(ocr::to_json(answer)));
}

TEST_CASE("a mail whose parts can't be written is not opened by halves", "[ocr][mail][workers]") {
    ocr_test::Folder folder;
    const auto file = folder.path() / "mail.eml";
    ocr_test::write_file(
        file,
        lines("From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nhej\n--x\n"
              "Content-Type: image/png; name=a.png\n\nabc\n--x--\n")
    );
    const auto good = ocr_test::real_readers().open_mail(file, folder.output());
    CHECK(good.reason.empty());
    CHECK(good.parts.size() == 1);

    const auto output = folder.output();
    std::filesystem::create_directory(ocr::part_path(output, 1));  // in the way, as a full disk would be
    const auto failed = ocr_test::real_readers().open_mail(file, output);
    CHECK(failed.reason == ocr::mail_not_written);
    CHECK(failed.parts.empty());
}
