// How much of what must not get out the gate before the post list finds, by where it stands: planted CPR numbers,
// e-mail addresses and names of the authority's own list, in made-up files of every kind. Prints a table, and ends with
// status 1 where a share is below what docs/gate.md promises. `bench_gate [FILES OF EACH [PART OF A ROW'S NAME]]`.
#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/rules/release_check.hpp"
#include "core/whole_number.hpp"
#include "ocr/hidden.hpp"
#include "ocr/reading.hpp"
#include "ocr/redaction.hpp"
#include "tests/unit/ocr/drawn_pages.hpp"
#include "tests/unit/ocr/hidden_files.hpp"
#include "tests/unit/ocr/nested_files.hpp"
#include "tests/unit/ocr/older_files.hpp"

namespace {

namespace fs = std::filesystem;
using core::ReleaseKind;

constexpr std::array planted{ReleaseKind::cpr, ReleaseKind::email, ReleaseKind::listed};

class Secrets {
  public:
    std::string make(ReleaseKind kind) {
        if (kind == ReleaseKind::listed) return "Karen Holm";
        if (kind == ReleaseKind::email) return address();
        return two(1, 28) + two(1, 12) + two(10, 99) + "-" + digits(4);
    }

  private:
    /// As people have them: with and without digits, at providers, authorities and firms.
    std::string address() {
        constexpr std::array shapes{
            "karen{}@mail.dk",
            "k.holm{}@gmail.com",
            "anne-mette.holm{}@aalund.dk",
            "lars_holm{}@hotmail.com",
            "karenholm@firma{}.dk",
            "post{}@skovby-el.dk",
            "kho{}@outlook.dk",
            "info@holm{}.dk"};
        return fmt::format(fmt::runtime(shapes.at(addresses_++ % shapes.size())), digits(2));
    }
    int within(int least, int most) { return std::uniform_int_distribution{least, most}(random_); }
    std::string two(int least, int most) { return fmt::format("{:02}", within(least, most)); }
    std::string digits(int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += static_cast<char>('0' + within(0, 9));
        return text;
    }

    std::mt19937 random_{20261122};
    std::size_t addresses_{};
};

/// One way for a secret to be in a file, and all the text that the gate looks at there.
struct Way {
    std::string name;
    double share_least{};
    /// Of the secret, the folder to work in, and a number that differs each time.
    std::function<std::string(const std::string&, const fs::path&, std::uint64_t)> text;
    bool has_cpr_only{};
    /// An address has signs that recognition does not know as well as letters and digits: a tenth less is promised of
    /// it.
    bool is_recognised{};
};

/// May be asked by several threads at once.
class Gate {
  public:
    Gate() : readers_({"/proc/self/exe", "ocr-worker"}, with_office()) {}

    std::string hidden(ocr_test::Secretive kind, const std::string& secret, const fs::path& folder) {
        const auto file = folder / "file";
        return uncovered(file, ocr_test::write_secretive(kind, secret, file), folder);
    }

    std::string nested(const ocr_test::Nesting& way, const std::string& secret, const fs::path& folder) {
        const auto bytes = way.bytes(secret);
        std::ofstream{folder / "file", std::ios::binary}.write(
            bytes.data(), static_cast<std::streamsize>(bytes.size())
        );
        return uncovered(folder / "file", way.media_type, folder);
    }

    /// All that is found in the place, of a file that hides the secret in every place of its kind.
    std::string hidden_in_older(const ocr_test::OlderPlace& way, const std::string& secret) {
        const std::scoped_lock lock{older_mutex_};
        const auto file = std::string{way.ending} + " " + secret;
        if (!older_.contains(file)) {
            const fs::path folder = fs::temp_directory_path() / ("bench-gate-older-" + std::to_string(getpid()));
            fs::create_directories(folder / "work");
            const auto written = ocr_test::write_older(way.ending, secret, folder);
            older_[file] = readers_.uncover(written, "application/x-ole-storage", folder / "work").texts;
            fs::remove_all(folder);
        }
        std::string all;
        for (const auto& one : older_[file])
            if (one.place == way.place && one.text.find(way.marker) != std::string::npos) all += one.text + "\n\n";
        return all;
    }

    std::string shown(const fs::path& file, std::string_view media_type, const fs::path& folder) {
        std::string all;
        for (const auto& page : readers_.read(file, media_type, output(folder), {}).pages) all += page.text + "\n\n";
        return all;
    }

    /// What is seen on the pages that are drawn for everybody, and stands in no text.
    std::string seen_besides(const fs::path& file, const fs::path& folder) {
        const auto reading = readers_.read(file, "application/pdf", output(folder), {});
        ocr::RedactionOrder order;
        order.file = reading.searchable_pdf;
        order.pages = reading.pages;
        order.by_sight = true;
        std::string all;
        for (const auto& page : readers_.redact(order, output(folder), {}).pages) all += page.besides + "\n";
        return all;
    }

  private:
    std::string uncovered(const fs::path& file, std::string_view media_type, const fs::path& folder) {
        std::string all;
        for (const auto& one : readers_.uncover(file, media_type, output(folder)).texts) all += one.text + "\n\n";
        return all;
    }

    fs::path output(const fs::path& folder) {
        auto path = folder / ("output-" + std::to_string(++outputs_));
        fs::create_directory(path);
        return path;
    }

    static ocr::Limits with_office() {
        ocr::Limits limits;
        limits.office = ocr::office_program();
        return limits;
    }

    ocr::Readers readers_;
    std::mutex older_mutex_;
    std::map<std::string, std::vector<ocr::HiddenText>> older_;  ///< LibreOffice takes its time
    std::atomic<int> outputs_{};
};

std::string letter_with(const std::string& secret, std::uint64_t seed) {
    return ocr_test::danish_letter(seed, 2) + "\n\nDet drejer sig om " + secret + " som aftalt.\n\n" +
           ocr_test::danish_letter(seed + 1, 1);
}

std::string scanned(Gate& gate, const std::string& secret, const fs::path& folder, ocr_test::Drawing drawing) {
    drawing.text = letter_with(secret, drawing.seed);
    const auto page = ocr_test::draw_page(drawing, folder / "scan.png");
    return gate.shown(page.file, "image/png", folder);
}

std::string as_lines(const std::string& text, std::string_view before = "") {
    std::string content = "BT /F1 11 Tf 14 TL 72 760 Td\n" + std::string{before};
    for (std::size_t from = 0; from <= text.size();) {
        const auto end = std::min(text.find('\n', from), text.size());
        content += "(" + text.substr(from, end - from) + ") Tj T*\n";
        from = end + 1;
    }
    return content + "ET\n";
}

std::string pdf_text(Gate& gate, const std::string& content, const fs::path& folder) {
    ocr_test::write_pdf(content, folder / "text.pdf");
    return gate.shown(folder / "text.pdf", "application/pdf", folder);
}

std::string apart(const std::string& secret) {
    std::string content;
    int x = 72;
    for (const char c : secret) {
        if (c == '-') continue;
        content += fmt::format("BT /F1 11 Tf 1 0 0 1 {} 600 Tm ({}) Tj ET {} 596 18 18 re S\n", x + 6, c, x);
        x += 18;
    }
    return content;
}

/// A photograph of the secret on a page that has enough text of its own.
std::string in_photograph(Gate& gate, const std::string& secret, const fs::path& folder, std::uint64_t seed) {
    ocr_test::Drawing drawing;
    drawing.text = "Navneskilt\n\n" + secret + "\n";
    drawing.font = "Liberation Sans 24";
    drawing.seed = seed;
    const auto photograph = ocr_test::draw_page(drawing, folder / "photograph.jpg").file;
    ocr_test::write_pdf_with_photograph(
        as_lines("Tak for Deres brev af 3. november. Kommunen har set paa sagen\n"
                 "og beder Dem sende de manglende tegninger inden fjorten dage.\n"
                 "Naar vi har dem, behandler vi sagen og giver Dem besked om,\n"
                 "hvad der sker. De er velkommen til at ringe til os, hvis der\n"
                 "er noget, De vil spoerge om. Billedet viser, hvad vi saa."),
        photograph,
        folder / "photograph.pdf"
    );
    return gate.seen_besides(folder / "photograph.pdf", folder);
}

std::vector<Way> ways(Gate& gate) {
    using Text = const std::string&;
    using Folder = const fs::path&;
    std::vector<Way> all;
    const auto drawn = [&](std::string name, double least, ocr_test::Drawing drawing) {
        all.push_back(
            {std::move(name),
             least,
             [&gate, drawing](Text secret, Folder folder, std::uint64_t seed) {
                 auto one = drawing;
                 one.seed = seed;
                 return scanned(gate, secret, folder, one);
             },
             false,
             true}
        );
    };
    const auto written = [&](std::string name, std::function<std::string(Text)> content, bool has_cpr_only = false) {
        all.push_back(
            {std::move(name),
             1.0,
             [&gate, content = std::move(content)](Text secret, Folder folder, std::uint64_t) {
                 return pdf_text(gate, content(secret), folder);
             },
             has_cpr_only}
        );
    };
    written("PDF: tekst", [](Text secret) { return as_lines("Det drejer sig om " + secret + " i dag."); });
    written(
        "PDF: delt over to linjer",
        [](Text secret) { return as_lines("Nummeret er " + secret.substr(0, 7) + "\n" + secret.substr(7)); },
        /*has_cpr_only=*/true
    );
    written("PDF: et ciffer i hver rubrik", apart, /*has_cpr_only=*/true);
    written("PDF: hvid tekst", [](Text secret) { return as_lines(secret, "1 1 1 rg "); });
    written("PDF: tekst under sort", [](Text secret) { return as_lines(secret) + "0 g 60 740 400 40 re f\n"; });
    written("PDF: tekst, der ikke tegnes", [](Text secret) { return as_lines(secret, "3 Tr "); });
    drawn("Scannet", 0.95, {});
    drawn("Scannet, liggende", 0.9, {.turn_degrees = 90, .text = {}, .font = {}});
    drawn("Scannet på hovedet", 0.9, {.turn_degrees = 180, .text = {}, .font = {}});
    drawn(
        "Scannet skævt på kontoret", 0.9, {.wear = ocr_test::Wear::office, .skew_degrees = 2, .text = {}, .font = {}}
    );
    drawn("Scannet, slidt papir", 0.85, {.wear = ocr_test::Wear::worn, .text = {}, .font = {}});
    drawn("Fax", 0.8, {.wear = ocr_test::Wear::fax, .text = {}, .font = {}});
    all.push_back(
        {"Billede i en PDF med tekst",
         0.9,
         [&gate](Text secret, Folder folder, std::uint64_t seed) { return in_photograph(gate, secret, folder, seed); },
         false,
         true}
    );
    for (int i = 0; i < ocr_test::secretive_kinds; ++i) {
        const auto kind = static_cast<ocr_test::Secretive>(i);
        all.push_back(
            {std::string{ocr_test::name_of(kind)},
             1.0,
             [&gate, kind](Text secret, Folder folder, std::uint64_t) { return gate.hidden(kind, secret, folder); },
             kind == ocr_test::Secretive::xlsx_cells}
        );
    }
    for (const auto& way : ocr_test::nestings())
        all.push_back({std::string{way.name}, 1.0, [&gate, &way](Text secret, Folder folder, std::uint64_t) {
                           return gate.nested(way, secret, folder);
                       }});
    for (const auto& place : ocr_test::older_places) {
        if (ocr::office_program().empty()) break;
        all.push_back({std::string{place.name}, 1.0, [&gate, &place](Text secret, Folder, std::uint64_t) {
                           return gate.hidden_in_older(place, secret);
                       }});
    }
    all.push_back({"Filens navn", 1.0, [](Text secret, Folder, std::uint64_t) { return secret + ".pdf"; }});
    return all;
}

class TemporaryFolder {
  public:
    TemporaryFolder() {
        static std::atomic<int> made{};
        path_ = fs::temp_directory_path() / fmt::format("bench-gate-{}-{}", getpid(), ++made);
        fs::create_directories(path_);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { fs::remove_all(path_); }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

/// How many of `files` are found; "" for what this way does not have.
std::string measure(const Way& way, ReleaseKind kind, int files, Secrets& secrets, bool& holds) {
    if (way.has_cpr_only && kind != ReleaseKind::cpr) return "";
    const core::ReleaseCheck check{core::WatchList{{{core::WatchedKind::name, "Karen Holm"}}}};
    std::vector<std::string> hidden;
    for (int i = 0; i < files; ++i) hidden.push_back(secrets.make(kind));
    std::atomic<std::size_t> next{};
    std::atomic<int> found{};
    const auto look = [&] {
        for (auto i = next++; i < hidden.size(); i = next++) {
            const TemporaryFolder folder;
            const auto findings = check(way.text(hidden[i], folder.path(), i + 1));
            if (std::ranges::any_of(findings, [&](const auto& one) { return one.kind == kind; })) ++found;
        }
    };
    std::vector<std::future<void>> lookers(std::max(1U, std::thread::hardware_concurrency()));
    for (auto& one : lookers) one = std::async(std::launch::async, look);
    for (auto& one : lookers) one.get();
    constexpr double less_for_addresses = 0.1;
    const bool is_hard = way.is_recognised && kind == ReleaseKind::email;
    holds = holds && found >= (way.share_least - (is_hard ? less_for_addresses : 0)) * files;
    return fmt::format("{} af {}", found.load(), files);
}

}  // namespace

int main(int argc, char* argv[]) {
    if (argc > 1 && std::string_view{argv[1]} == "ocr-worker") return ocr::run_worker();
    if (argc > 1 && std::string_view{argv[1]} == "office-worker")
        return ocr::run_office_worker({argv + 2, argv + argc});
    const auto files = static_cast<int>(core::whole_number(argc > 1 ? argv[1] : "20").value_or(20));
    const std::string_view wanted = argc > 2 ? argv[2] : "";
    Gate gate;
    Secrets secrets;
    bool all_hold = true;
    fmt::print("| hvor det står | CPR-nummer | e-mailadresse | navn på listen | mindst |\n|---|---|---|---|---|\n");
    for (const auto& way : ways(gate)) {
        if (way.name.find(wanted) == std::string::npos) continue;
        bool holds = true;
        std::string row = "| " + way.name;
        for (const auto kind : planted) row += " | " + measure(way, kind, files, secrets, holds);
        fmt::print("{} | {:.0f} %{} |\n", row, way.share_least * 100, holds ? "" : ": IKKE NÅET");
        std::fflush(stdout);
        all_hold = all_hold && holds;
    }
    return all_hold ? 0 : 1;
}
