#include <catch2/catch.hpp>

#include <chrono>

#include "tests/integration/small_files.hpp"
#include "tests/integration/town.hpp"
#include "tests/support/child_process.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/waiting.hpp"

using namespace tests;
using namespace std::chrono_literals;

namespace {

const std::string marker = "HEMMELIG";

/// A page with this line, and the marker wherever a PDF holds what its page does not show.
std::string secretive_pdf(const std::string& line) {
    const auto names = "/Names << /EmbeddedFiles << /Names [(" + marker + ".txt) 6 0 R] >> >> ";
    const auto script = "/OpenAction << /S /JavaScript /JS (app.alert\\('" + marker + "'\\)) >> ";
    const std::string resources = "/Resources << /Font << /F1 4 0 R >> >> ";
    const std::vector<std::string> objects{
        "<< /Type /Catalog /Pages 2 0 R /Metadata 8 0 R " + names + script + ">>",
        "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        pdf_stream(drawn_lines({line}) + "BT /F1 12 Tf 1 1 1 rg 72 300 Td (" + marker + " i hvidt) Tj ET\n"),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Annots [10 0 R] " + resources + ">>",
        "<< /Type /Filespec /F (" + marker + ".txt) /EF << /F 7 0 R >> >>",
        pdf_stream("Vedlagt " + marker + "\n", "/Type /EmbeddedFile "),
        pdf_stream("<x>" + marker + "</x>\n", "/Type /Metadata /Subtype /XML "),
        "<< /Title (" + marker + ") /Author (" + marker + ") >>",
        "<< /Type /Annot /Subtype /Text /Rect [10 10 30 30] /F 2 /Contents (" + marker + " note) >>",
    };
    return pdf_of(objects, "/Info 9 0 R ");
}

/// All that a PDF holds, its streams unpacked.
std::string unpacked(const std::string& pdf) {
    const TemporaryFolder folder;
    const auto packed = folder.path() / "packed.pdf";
    const auto plain = folder.path() / "plain.pdf";
    write_file(packed, pdf);
    const auto done = run({"qpdf", "--qdf", "--object-streams=disable", packed.string(), plain.string()});
    if (done.status != 0) throw std::runtime_error{"qpdf: " + done.output};
    return bytes_of(plain);
}

std::string text_of(const std::string& pdf) {
    const TemporaryFolder folder;
    const auto file = folder.path() / "text.pdf";
    write_file(file, pdf);
    return run({"pdftotext", file.string(), "-"}).output;
}

HttpAnswer once_drawn(HttpClient& citizen, const std::string& path) {
    HttpAnswer answer;
    const bool is_there = within(60s, [&] { return (answer = citizen.get(path)).status == 200; });
    if (!is_there) throw std::runtime_error{path + " is not drawn: " + answer.body};
    return answer;
}

void check_stripped(const std::string& served, const std::string& visible) {
    CHECK(served.starts_with("%PDF-"));
    const auto plain = unpacked(served);
    for (const auto& hidden : {marker, std::string{"/EmbeddedFile"}, std::string{"/Annot"}, std::string{"/JavaScript"}})
        CHECK(plain.find(hidden) == std::string::npos);
    CHECK(text_of(served).find(visible) != std::string::npos);
}

std::int64_t read_in(HttpClient& post, const std::string& name, const std::string& bytes) {
    const auto id = taken_in(post, {name, bytes});
    REQUIRE(settled_item(post, id).at("state") == "ready");
    return id;
}

std::int64_t entry_titled(const Town& town, HttpClient& citizen, const std::string& title) {
    std::int64_t id = 0;
    const bool is_there = within(30s, [&] {
        const auto list = body_of(citizen.get("/postliste.json"));
        for (const auto& entry : list.at("entries"))
            if (entry.at("title") == title) id = entry.at("id").get<std::int64_t>();
        return id != 0;
    });
    if (!is_there)
        throw std::runtime_error{
            title + " does not come on the post list: " +
            asked(town.database(), "SELECT reason FROM post_list_entries ORDER BY id DESC LIMIT 1")};
    return id;
}

}  // namespace

TEST_CASE("What everybody may fetch of a document holds nothing but what its pages show, and goes with its entry") {
    Town town;
    auto post = town.as(registrar);
    auto citizen = town.guest();
    const std::string title = "Svar om stien ved fjorden";
    const auto original = secretive_pdf("Stien ved fjorden bliver genopbygget");
    REQUIRE(unpacked(original).find(marker) != std::string::npos);

    const auto letter = std::to_string(read_in(post, "sti.pdf", original));
    auto wanted = journaling_on(body_of(post.post("/api/v1/cases", case_wanted("Stien")), 201), title);
    wanted["public_title"] = title;
    wanted["publication"] = "document";
    const auto document =
        body_of(post.post("/api/v1/incoming/" + letter + "/journal", wanted), 201).at("document").at("id");
    const auto drawing = read_in(post, "tegning.pdf", secretive_pdf("Tegning af stien"));
    const auto item = body_of(post.get("/api/v1/incoming/" + std::to_string(drawing)));
    const Json attached{{"document", document}, {"title", "Tegning"}, {"version", item.at("version")}};
    body_of(post.post("/api/v1/incoming/" + std::to_string(drawing) + "/attach", attached));

    const auto path = "/postliste/dokumenter/" + std::to_string(document.get<std::int64_t>());
    const auto entry = entry_titled(town, citizen, title);
    const auto page = citizen.get(path).body;
    CHECK(page.find(title) != std::string::npos);

    const auto served = once_drawn(citizen, path + "/pdf");
    check_stripped(served.body, "genopbygget");
    CHECK(served.header("content-disposition").find("Svar%20om%20stien") != std::string::npos);
    check_stripped(once_drawn(citizen, path + "/bilag/1/pdf").body, "Tegning af stien");
    const auto drawn_page = citizen.get(path).body;
    CHECK(drawn_page.find("bliver genopbygget") != std::string::npos);
    CHECK(drawn_page.find(marker) == std::string::npos);
    const auto is_found = [&](const std::string& word) {
        return citizen.get("/postliste?q=" + word).body.find(title) != std::string::npos;
    };
    CHECK(within(30s, [&] { return is_found("genopbygget"); }));
    CHECK(within(30s, [&] { return is_found("Tegning"); }));
    CHECK_FALSE(is_found(marker));
    CHECK(citizen.get(path).body.find(path + "/bilag/1/pdf") != std::string::npos);
    CHECK(town.run({"verify"}).status == 0);

    const Json down{{"exemption", "ofl-30-1"}, {"reason", "Fortrolige forhold"}};
    body_of(post.post("/api/v1/post-list/" + std::to_string(entry) + "/takedown", down));
    CHECK(citizen.get(path + "/pdf").status == 404);
    CHECK(citizen.get(path + "/bilag/1/pdf").status == 404);
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM published_files") == "0");
    CHECK(asked(town.database(), "SELECT COUNT(*) FROM unwanted_files") == "2");
}

TEST_CASE("A document that was published before anything was drawn of it is drawn when somebody asks for it") {
    Town town;
    auto post = town.as(registrar);
    auto citizen = town.guest();
    const std::string title = "Svar om stien ved fjorden";
    const auto letter = std::to_string(read_in(post, "sti.pdf", secretive_pdf("Stien bliver genopbygget")));
    auto wanted = journaling_on(body_of(post.post("/api/v1/cases", case_wanted("Stien")), 201), title);
    wanted["public_title"] = title;
    wanted["publication"] = "document";
    const auto document =
        body_of(post.post("/api/v1/incoming/" + letter + "/journal", wanted), 201).at("document").at("id");
    const auto path = "/postliste/dokumenter/" + std::to_string(document.get<std::int64_t>());
    once_drawn(citizen, path + "/pdf");
    REQUIRE(within(30s, [&] {
        return asked(town.database(), "SELECT COUNT(*) FROM jobs WHERE kind = 'publish_document'") == "0";
    }));
    asked(town.database(), "DELETE FROM published_files");

    const auto page = citizen.get(path).body;
    CHECK(page.find("gøres klar til visning") != std::string::npos);
    CHECK(page.find("<iframe") == std::string::npos);
    once_drawn(citizen, path + "/pdf");
    CHECK(citizen.get(path).body.find("<iframe") != std::string::npos);
}
