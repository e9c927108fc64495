// Reading scanned pages: our workers against bare libtesseract in as many processes on the same pages, both with their
// models loaded beforehand. `bench_ocr [PAGES [ROUNDS]]`; with several rounds the medians. CPU figures are the ones to
// trust on a machine that others use too.
#include <leptonica/allheaders.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <tesseract/baseapi.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "ocr/reading.hpp"
#include "tests/unit/ocr/drawn_pages.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using ocr_test::DrawnPage;

constexpr int processes = 2;
constexpr std::array wears{ocr_test::Wear::clean, ocr_test::Wear::office, ocr_test::Wear::worn, ocr_test::Wear::fax};

struct Round {
    double seconds{};
    double cpu_seconds{};
    std::vector<std::string> texts;
};

std::string text_in(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream{path}.rdbuf();
    return text.str();
}

/// A quarter of each kind; skews spread evenly over what the kind allows, as a feeder gives them.
std::vector<DrawnPage> draw(int count, const std::filesystem::path& folder) {
    constexpr std::array most_skew{0.2, 1.0, 2.0, 1.5};
    std::vector<DrawnPage> pages;
    for (int i = 0; i < count; ++i) {
        ocr_test::Drawing drawing;
        const auto kind = static_cast<std::size_t>(i) % wears.size();
        drawing.wear = wears[kind];
        drawing.seed = 1000 + static_cast<std::uint64_t>(i);
        const int step = i / static_cast<int>(wears.size()) * 5 % 9;
        drawing.skew_degrees = most_skew[kind] * (step - 4) / 4.0;
        pages.push_back(ocr_test::draw_page(drawing, folder / ("page-" + std::to_string(i) + ".png")));
    }
    return pages;
}

double cpu_of(const rusage& used) {
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/// One bare process: says that it is ready, waits for the start, reads every `processes`-th page.
void read_bare(const std::vector<DrawnPage>& pages, std::size_t first, int ready, int start) {
    tesseract::TessBaseAPI engine;
    if (engine.Init(nullptr, "dan", tesseract::OEM_LSTM_ONLY) != 0) _exit(1);
    char signal = 0;
    if (write(ready, &signal, 1) != 1 || read(start, &signal, 1) != 1) _exit(1);
    rusage before{};
    getrusage(RUSAGE_SELF, &before);
    for (std::size_t i = first; i < pages.size(); i += processes) {
        Pix* picture = pixRead(pages[i].file.c_str());
        engine.SetImage(picture);
        const std::unique_ptr<char[]> text{engine.GetUTF8Text()};
        std::ofstream{pages[i].file.string() + ".bare"} << (text ? text.get() : "");
        pixDestroy(&picture);
    }
    rusage after{};
    getrusage(RUSAGE_SELF, &after);
    const double used = cpu_of(after) - cpu_of(before);
    if (write(ready, &used, sizeof used) != sizeof used) _exit(1);
    _exit(0);
}

void require(bool held, const char* what) {
    if (held) return;
    std::perror(what);
    std::exit(1);
}

Round bare_round(const std::vector<DrawnPage>& pages) {
    std::array<std::array<int, 2>, processes> ready{};
    std::array<int, 2> start{};
    require(pipe(start.data()) == 0, "pipe");
    for (std::size_t i = 0; i < processes; ++i) {
        require(pipe(ready[i].data()) == 0, "pipe");
        const pid_t child = fork();
        require(child >= 0, "fork");
        if (child == 0) read_bare(pages, i, ready[i][1], start[0]);
    }
    char signal = 0;
    for (const auto& end : ready) require(read(end[0], &signal, 1) == 1, "a bare process did not start");
    Round round;
    const auto began = Clock::now();
    for (std::size_t i = 0; i < processes; ++i) require(write(start[1], &signal, 1) == 1, "write");
    for (const auto& end : ready) {
        double used = 0;
        require(read(end[0], &used, sizeof used) == sizeof used, "a bare process failed");
        round.cpu_seconds += used;
    }
    round.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    while (wait(nullptr) > 0) continue;
    for (const auto& ends : ready)
        for (const int end : ends) close(end);
    for (const int end : start) close(end);
    for (const DrawnPage& page : pages) round.texts.push_back(text_in(page.file.string() + ".bare"));
    return round;
}

/// CPU that the processes have used, from /proc/PID/stat, fields 14 and 15.
double cpu_of(const std::vector<int>& ids) {
    double ticks = 0;
    for (const int id : ids) {
        const std::string stat = text_in("/proc/" + std::to_string(id) + "/stat");
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

Round our_round(ocr::Readers& readers, const std::vector<DrawnPage>& pages, const std::filesystem::path& folder) {
    Round round;
    round.texts.resize(pages.size());
    const double cpu_before = cpu_of(readers.worker_ids());
    const auto began = Clock::now();
    std::atomic<std::size_t> next{0};
    {
        // One caller more than workers, so that no worker waits while a caller takes a result.
        std::vector<std::jthread> callers;
        for (int i = 0; i <= processes; ++i)
            callers.emplace_back([&] {
                for (std::size_t at = next++; at < pages.size(); at = next++) {
                    const auto output = folder / ("output-" + std::to_string(at));
                    std::filesystem::remove_all(output);
                    std::filesystem::create_directory(output);
                    const auto reading = readers.read(pages[at].file, "image/png", output, {});
                    if (!reading.pages.empty()) round.texts[at] = reading.pages[0].text;
                }
            });
    }
    round.seconds = std::chrono::duration<double>(Clock::now() - began).count();
    round.cpu_seconds = cpu_of(readers.worker_ids()) - cpu_before;
    return round;
}

double error_rate(const std::vector<DrawnPage>& pages, const Round& round, std::size_t kind) {
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < pages.size(); ++i) {
        if (kind < wears.size() && i % wears.size() != kind) continue;
        sum += ocr_test::character_error_rate(pages[i].text, round.texts[i]);
        ++count;
    }
    return sum / std::max(1, count);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct Figure {
    double ours{};
    double peers{};
};

Figure median(const std::vector<Figure>& all) {
    std::vector<double> ours, peers;
    for (const auto& one : all) {
        ours.push_back(one.ours);
        peers.push_back(one.peers);
    }
    return {median(std::move(ours)), median(std::move(peers))};
}

void print(const std::string& what, const Figure& figure, const char* unit, double ratio, const char* goal) {
    std::printf("bench\t%s\t%.4g\t%.4g\t%s\t%.3f\t%s\n", what.c_str(), figure.ours, figure.peers, unit, ratio, goal);
}

}  // namespace

int main(int argc, char* argv[]) {
    if (argc > 1 && std::string_view{argv[1]} == "ocr-worker") return ocr::run_worker();
    // OpenMP reads its environment before main(): the peer gets what it is fastest with by starting again.
    if (std::getenv("OMP_THREAD_LIMIT") == nullptr) {
        setenv("OMP_THREAD_LIMIT", "1", 1);
        execv("/proc/self/exe", argv);
    }
    const int count = argc > 1 ? std::max(4, std::atoi(argv[1])) : 16;
    const int rounds = argc > 2 ? std::max(1, std::atoi(argv[2])) : 1;

    std::string name = (std::filesystem::temp_directory_path() / "bench-ocr-XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, "mkdtemp");
    const std::filesystem::path folder{name};
    const auto pages = draw(count, folder);

    std::vector<Figure> speed, cpu;
    Round bare;
    Round ours;
    for (int i = 0; i < rounds; ++i) {
        bare = bare_round(pages);
        ocr::Limits limits;
        limits.workers = processes;
        ocr::Readers readers{{"/proc/self/exe", "ocr-worker"}, limits};
        // A small file for each worker, so that both have loaded their models.
        while (readers.worker_ids().size() < processes) std::this_thread::yield();
        our_round(readers, {pages[0], pages[0]}, folder);
        ours = our_round(readers, pages, folder);
        speed.push_back({60.0 * count / ours.seconds, 60.0 * count / bare.seconds});
        cpu.push_back({ours.cpu_seconds / count, bare.cpu_seconds / count});
    }
    const auto fast = median(speed);
    const auto used = median(cpu);
    print("reading scanned letters", fast, "pages/min", fast.ours / fast.peers, ">= 0.95");
    print("reading scanned letters, CPU", used, "s/page", used.peers / used.ours, ">= 0.95");
    constexpr std::array of_kind{" on clean pages", " on office pages", " on worn pages", " on faxed pages", ""};
    for (std::size_t kind = 0; kind < of_kind.size(); ++kind) {
        const Figure errors{100 * error_rate(pages, ours, kind), 100 * error_rate(pages, bare, kind)};
        const double ratio = errors.ours / std::max(1e-9, errors.peers);
        print(
            std::string{"character errors"} + of_kind[kind], errors, "%", ratio, kind == wears.size() ? "<= 0.35" : ""
        );
    }
    std::filesystem::remove_all(folder);
    return 0;
}
