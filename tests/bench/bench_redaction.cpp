// Blacking out: drawing pages, burning boxes in, writing the new PDF and reading it back, against poppler that draws
// the same pages at the same resolution and throws them away, in as many processes. `bench_redaction [PAGES [ROUNDS]]`;
// with several rounds the medians. One page in ten has boxes. CPU figures are the ones to trust on a machine that
// others use.
#include <leptonica/allheaders.h>
#include <poppler/cpp/poppler-document.h>
#include <poppler/cpp/poppler-page-renderer.h>
#include <poppler/cpp/poppler-page.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "ocr/redaction.hpp"
#include "ocr/word_search.hpp"
#include "tests/unit/ocr/drawn_pages.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int processes = 2;
constexpr int one_in = 10;

struct Spent {
    double seconds{};
    double cpu_seconds{};
};

void require(bool held, const char* what) {
    if (held) return;
    std::perror(what);
    std::exit(1);
}

double cpu_of(const rusage& used) {
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// With all that it has forked and waited for.
double cpu_with_children() {
    rusage own{};
    rusage children{};
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return cpu_of(own) + cpu_of(children);
}

/// CPU that living processes have used, from /proc/PID/stat, fields 14 and 15.
double cpu_of(const std::vector<int>& ids) {
    double ticks = 0;
    for (const int id : ids) {
        std::ostringstream text;
        text << std::ifstream{"/proc/" + std::to_string(id) + "/stat"}.rdbuf();
        const std::string stat = text.str();
        std::istringstream fields{stat.substr(std::min(stat.size(), stat.rfind(')') + 2))};
        std::string skipped;
        for (int i = 0; i < 11; ++i) fields >> skipped;
        double user = 0;
        double system = 0;
        fields >> user >> system;
        ticks += user + system;
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

/// In the colours that the page has, with soft edges, as any reader of PDFs does it.
void draw_bare(const std::filesystem::path& file, int first, double dpi) {
    const std::unique_ptr<poppler::document> document{poppler::document::load_from_file(file.string())};
    if (!document) _exit(1);
    poppler::page_renderer renderer;
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    for (int i = first; i < document->pages(); i += processes) {
        const std::unique_ptr<poppler::page> page{document->create_page(i)};
        if (!renderer.render_page(page.get(), dpi, dpi).is_valid()) _exit(1);
    }
    _exit(0);
}

Spent bare_round(const std::filesystem::path& file, double dpi) {
    const double cpu_before = cpu_with_children();
    const auto began = Clock::now();
    for (int i = 0; i < processes; ++i) {
        const pid_t child = fork();
        require(child >= 0, "fork");
        if (child == 0) draw_bare(file, i, dpi);
    }
    int status = 0;
    for (int i = 0; i < processes; ++i) require(wait(&status) > 0 && status == 0, "a bare process failed");
    return {std::chrono::duration<double>(Clock::now() - began).count(), cpu_with_children() - cpu_before};
}

Spent our_round(ocr::Readers& readers, const ocr::RedactionOrder& order, const std::filesystem::path& output) {
    std::filesystem::remove_all(output);
    std::filesystem::create_directory(output);
    const double cpu_before = cpu_with_children() + cpu_of(readers.worker_ids());
    const auto began = Clock::now();
    const auto redaction = readers.redact(order, output, {});
    const double seconds = std::chrono::duration<double>(Clock::now() - began).count();
    if (redaction.outcome != ocr::Outcome::complete || redaction.words_found != redaction.words_kept) {
        std::fprintf(
            stderr,
            "not blacked out: %s, %d of %d words\n",
            redaction.reason.c_str(),
            redaction.words_found,
            redaction.words_kept
        );
        std::exit(1);
    }
    const auto size = std::filesystem::file_size(redaction.path) / static_cast<std::uintmax_t>(redaction.page_count);
    std::fprintf(stderr, "%d pages, %ju bytes a page\n", redaction.page_count, size);
    return {seconds, cpu_with_children() + cpu_of(readers.worker_ids()) - cpu_before};
}

/// Letters as a word processor writes them. Names and sums are blacked out.
ocr::RedactionOrder printed(ocr::Readers& readers, int count, const std::filesystem::path& folder) {
    std::vector<std::string> texts;
    for (int i = 0; i < count; ++i) texts.push_back(ocr_test::danish_letter(static_cast<std::uint64_t>(i), 6));
    const auto file = folder / "printed.pdf";
    ocr_test::write_text_pdf(texts, file);
    const auto output = folder / "read";
    std::filesystem::create_directory(output);
    auto reading = readers.read(file, "application/pdf", output, {});
    if (reading.outcome != ocr::Outcome::complete) {
        std::fprintf(stderr, "the letters can't be read: %s\n", reading.reason.c_str());
        std::exit(1);
    }
    ocr::RedactionOrder order;
    order.file = reading.searchable_pdf;
    order.pages = std::move(reading.pages);
    for (const auto& page : order.pages) {
        if (page.number % one_in != 0) continue;
        for (const auto* phrase : {"Søren Ågård Kjær", "Beløbet", "Teknik og Miljø"})
            for (const auto& box : ocr::boxes_of(page.words, phrase))
                order.blackouts.push_back({page.number, box, "§ 30"});
    }
    return order;
}

/// Scanned letters, of whose words nothing is known: reading them would take longer than the benchmark.
ocr::RedactionOrder scanned(int count, const std::filesystem::path& folder) {
    const auto pictures = folder / "scans";
    std::filesystem::create_directory(pictures);
    constexpr int different = 8;
    ocr::RedactionOrder order;
    for (int i = 1; i <= count; ++i) {
        ocr_test::Drawing drawing;
        drawing.seed = static_cast<std::uint64_t>(i % different) + 1;
        drawing.wear = ocr_test::Wear::office;
        char name[32];
        std::snprintf(name, sizeof name, "page-%04d.jpg", i);
        const auto picture = pictures / name;
        if (i <= different)
            ocr_test::draw_page(drawing, picture);
        else
            std::filesystem::copy_file(order.pages[static_cast<std::size_t>(i - 1 - different)].picture, picture);
        ocr::Page page;
        page.number = i;
        page.width = 1240;
        page.height = 1754;
        page.picture = picture;
        order.pages.push_back(page);
        if (i % one_in == 0) order.blackouts.push_back({i, {140, 1200, 400, 60}, "§ 30"});
    }
    order.file = folder / "scanned.pdf";
    convertFilesToPdf(pictures.c_str(), ".jpg", 300, 1.0f, L_JPEG_ENCODE, 0, "scans", order.file.c_str());
    return order;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const std::string& what, double ours, double peers, const char* unit, double ratio, const char* goal) {
    std::printf("bench\t%s\t%.4g\t%.4g\t%s\t%.3f\t%s\n", what.c_str(), ours, peers, unit, ratio, goal);
}

void measure(
    const std::string& what,
    ocr::Readers& readers,
    const ocr::RedactionOrder& order,
    double dpi,
    int rounds,
    const std::filesystem::path& folder
) {
    const auto count = static_cast<double>(order.pages.size());
    std::vector<double> ours, peers, our_cpu, peer_cpu;
    for (int i = 0; i < rounds; ++i) {
        const auto bare = bare_round(order.file, dpi);
        const auto own = our_round(readers, order, folder / "output");
        ours.push_back(count / own.seconds);
        peers.push_back(count / bare.seconds);
        our_cpu.push_back(1000 * own.cpu_seconds / count);
        peer_cpu.push_back(1000 * bare.cpu_seconds / count);
    }
    print(what, median(ours), median(peers), "pages/s", median(ours) / median(peers), ">= 0.6");
    print(what + ", CPU", median(our_cpu), median(peer_cpu), "ms/page", median(peer_cpu) / median(our_cpu), ">= 0.6");
}

}  // namespace

int main(int argc, char* argv[]) {
    if (argc > 1 && std::string_view{argv[1]} == "ocr-worker") return ocr::run_worker();
    const int count = argc > 1 ? std::max(one_in, std::atoi(argv[1])) : 500;
    const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 3;
    std::string name = (std::filesystem::temp_directory_path() / "bench-redaction-XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, "mkdtemp");
    const std::filesystem::path folder{name};

    ocr::Limits limits;
    limits.workers = processes;
    ocr::Readers readers{{"/proc/self/exe", "ocr-worker"}, limits};
    while (readers.worker_ids().size() < processes) std::this_thread::yield();
    constexpr double print_dpi = 200;
    constexpr double scan_dpi = 150;
    measure("blacking out printed letters", readers, printed(readers, count, folder), print_dpi, rounds, folder);
    measure("blacking out scanned letters", readers, scanned(count / 5, folder), scan_dpi, rounds, folder);
    std::filesystem::remove_all(folder);
    return 0;
}
