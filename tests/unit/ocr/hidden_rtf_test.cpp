// What an RTF file says where its pages don't show it: every hiding place by itself, without workers.
#include <catch2/catch.hpp>

#include "ocr/hidden_texts.hpp"
#include "ocr/rtf_scan.hpp"

namespace {

using ocr::HiddenPlace;

std::vector<ocr::HiddenText> found_in(const std::string& body) {
    ocr::HiddenTexts texts;
    ocr::look_into_rtf("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}" + body + "}", texts);
    return texts.take();
}

std::string told(const std::string& body) {
    std::string all;
    for (const auto& one : found_in(body)) all += std::string{ocr::name_of(one.place)} + ": " + one.text + "|";
    return all;
}

}  // namespace

TEST_CASE("RTF: what is shown is not told as hidden", "[ocr][hidden]") {
    CHECK(told("\\pard Til {\\b Borgmester} Mikkelsen\\par {\\footnote Se her}").empty());
    CHECK(told("{\\header Kommunen\\par}{\\footer Side 1}{\\*\\shppict{\\pict\\picw1 0123456789}}").empty());
    CHECK(told("{\\*\\ud Til {\\u248 o}}{\\object\\objemb{\\result Regneark}}").empty());
    CHECK(told("{\\field{\\fldrslt Se her}}{\\v skjult\\v0 ikke}") == "hidden_text: skjult|");
}

TEST_CASE("RTF: hidden text ends where the file says so", "[ocr][hidden]") {
    CHECK(told("a \\v be\\v0 c\\par") == "hidden_text: be|");
    CHECK(told("a {\\v be}c\\par {\\v de}\\plain e") == "hidden_text: be|hidden_text: de|");
    CHECK(told("a \\v be\\plain c") == "hidden_text: be|");
    CHECK(told("{\\v 0707}{61-42}{\\v 61-4285}\\par") == "hidden_text: 070761-4285|");
    CHECK(told("{\\deleted Karen}{\\v Holm}\\par") == "tracked_change: Karen|hidden_text: Holm|");
}

TEST_CASE("RTF: every group that no page shows is told with its place", "[ocr][hidden]") {
    CHECK(told("{\\*\\annotation{\\*\\atndate 12}\\pard Husk Karen}") == "comment: Husk Karen|");
    CHECK(told("{\\*\\atnauthor Anna Berg}") == "comment: Anna Berg|");
    CHECK(told("{\\info{\\title Brev}{\\author Anna}{\\creatim\\yr2026}}") == "properties: Brev|properties: Anna|");
    CHECK(told("{\\*\\userprops{\\propname Sag}\\proptype30{\\staticval 12}}") == "properties: Sag|properties: 12|");
    CHECK(told("{\\*\\revtbl{Unknown;}{Anna Berg;}}") == "tracked_change: Unknown;Anna Berg;|");
    CHECK(told("{\\mvf flyttet}\\par") == "tracked_change: flyttet|");
    CHECK(told("{\\*\\bkmkstart Karen}{\\*\\bkmkend Karen}") == "bookmark: Karen|");
    CHECK(told("{\\*\\ukendt noget {indeni}}") == "elsewhere: noget indeni|");
    CHECK(told("{\\sp{\\sn wzDescription}{\\sv Karen}}{\\sp{\\sn posh}{\\sv 12}}") == "elsewhere: Karen|");
    CHECK(told("{\\*\\ffdeftext Karen}") == "field: Karen|");
}

TEST_CASE("RTF: headers that no page may show are told", "[ocr][hidden]") {
    CHECK(told("{\\headerf Karen}") == "elsewhere: Karen|");
    CHECK(told("\\titlepg{\\headerf Karen}").empty());
    CHECK(told("\\titlepg{\\header Karen}") == "elsewhere: Karen|");
    CHECK(told("{\\headerl Karen}{\\footerr Holm}") == "elsewhere: Karen|elsewhere: Holm|");
    CHECK(told("{\\headery708 Karen}").empty());
}

TEST_CASE("RTF: the words of an embedded object are told, one or two bytes a letter", "[ocr][hidden]") {
    CHECK(told("{\\object{\\*\\objdata 0000 4b6172656e2e747874 00}}") == "embedded: Karen.txt|");
    CHECK(told("{\\object{\\*\\objdata 4b006100720065006e0032000000}}") == "embedded: Karen2|");
}

TEST_CASE("RTF: signs are read as they are written", "[ocr][hidden]") {
    CHECK(
        told("{\\v S\\'f8ren\\~\\u8211?B\\u230\\'e6r\\_1\\{\\}}\\par") == "hidden_text: S\u00F8ren \u2013B\u00E6r-1{}|"
    );
    CHECK(told("{\\v\\uc0\\u230 r \\uc2\\u248 oeb}\\par") == "hidden_text: \u00E6r \u00F8b|");
    CHECK(told("{\\v \\u-10179?\\u-8704?x}\\par") == "hidden_text: \U0001F600x|");
    CHECK(told("{\\v a\\bin3 }}}b}\\par") == "hidden_text: ab|");
}

TEST_CASE("RTF: a file that is cut or nested without end is told as far as it goes", "[ocr][hidden]") {
    ocr::HiddenTexts texts;
    ocr::look_into_rtf("{\\rtf1{\\*\\annotation Karen", texts);
    CHECK(texts.take().size() == 1);
    CHECK_THROWS(ocr::look_into_rtf(std::string(20'000, '{'), texts));
    CHECK_NOTHROW(ocr::look_into_rtf("}}}{\\rtf1\\v Holm}}\\'", texts));
    for (const auto* cut : {"\\", "\\'", "\\u", "\\bin9 x", "\\u-"}) CHECK_NOTHROW(ocr::look_into_rtf(cut, texts));
}

TEST_CASE("what is hidden at length is told in pieces that overlap, and what is too much is said", "[ocr][hidden]") {
    ocr::HiddenTexts texts;
    const ocr::HiddenLimits limits;
    texts.add(HiddenPlace::sheet, std::string(limits.text_bytes - 5, 'a') + "070761-4285" + std::string(500, 'b'));
    CHECK_FALSE(texts.is_full());
    const auto pieces = texts.take();
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[1].text.find("070761-4285") != std::string::npos);
    std::string line(limits.text_bytes, 'a');
    for (std::size_t i = 0; i <= limits.all_bytes / limits.text_bytes; ++i) {
        line += static_cast<char>('a' + i % 26);
        texts.add(HiddenPlace::sheet, line.substr(i + 1));
    }
    CHECK(texts.is_full());
}
