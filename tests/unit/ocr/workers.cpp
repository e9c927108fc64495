#include "tests/unit/ocr/workers.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "ocr/channel.hpp"
#include "ocr/messages.hpp"
#include "ocr/sandbox.hpp"

namespace ocr_test {
namespace {

void misbehave_on(int page) {
    if (page == 2) std::raise(SIGSEGV);
    if (page == 3)
        while (true) pause();
    if (page == 4) {
        const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        ocr::send_message(STDOUT_FILENO, "{\"reason\":", soon);
        while (true) pause();
    }
    if (page == 5) {
        ocr::limit_memory(8u << 20);
        std::vector<std::unique_ptr<std::string>> taken;
        while (true) taken.push_back(std::make_unique<std::string>(1u << 20, 'x'));
    }
}

ocr::Answer answer_to(const ocr::Order& order) {
    ocr::Answer answer;
    answer.page_count = 7;
    if (order.task == ocr::Task::inspect && order.file.filename() == "crash") std::abort();
    if (order.task == ocr::Task::redact_page && order.file.filename() != "liar") misbehave_on(order.page);
    if (order.task == ocr::Task::read_page) {
        misbehave_on(order.page);
        answer.page.number = order.page;
        answer.page.source = ocr::TextSource::recognised;
        answer.page.text = "side " + std::to_string(order.page) + "\n";
    }
    return answer;
}

bool refuses_network() {
    return socket(AF_INET, SOCK_STREAM, 0) < 0;
}

bool refuses_processes() {
    const pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) waitpid(child, nullptr, 0);
    return child < 0;
}

bool refuses_removal(const std::filesystem::path& file) {
    std::error_code failed;
    std::filesystem::remove(file, failed);
    return static_cast<bool>(failed);
}

}  // namespace

int run_unreliable_worker() {
    while (true) {
        const auto incoming = ocr::receive_message(STDIN_FILENO);
        const auto order = ocr::order_from_json(incoming.message);
        if (incoming.state != ocr::Received::message || !order) return 0;
        const auto soon = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        ocr::send_message(STDOUT_FILENO, ocr::to_json(answer_to(order.value())), soon);
    }
}

int probe_sandbox(const std::filesystem::path& file) {
    ocr::give_up_rights(ocr::Limits{});
    int allowed = 0;
    if (!refuses_network()) allowed |= 1;
    if (!refuses_processes()) allowed |= 2;
    if (!refuses_removal(file)) allowed |= 4;
    char name[] = "/bin/true";
    char* const command[] = {name, nullptr};
    execv(name, command);  // would end as 0 if it were allowed
    return all_refused | allowed;
}

std::vector<std::string> as(std::string role) {
    return {"/proc/self/exe", std::move(role)};
}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "ocr-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path Folder::output() {
    auto output = path_ / ("output-" + std::to_string(++outputs_));
    std::filesystem::create_directory(output);
    return output;
}

ocr::Readers& real_readers() {
    static ocr::Readers readers{as("ocr-worker"), [] {
                                    ocr::Limits limits;
                                    limits.pages = 5;
                                    return limits;
                                }()};
    return readers;
}

ocr::Reading read(Folder& folder, const std::filesystem::path& file, std::string_view media_type) {
    return real_readers().read(file, media_type, folder.output(), {});
}

void write_file(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream file{path, std::ios::binary};
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace ocr_test
