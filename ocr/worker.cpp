#include <malloc.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>

#include "ocr/channel.hpp"
#include "ocr/hidden_texts.hpp"
#include "ocr/mail_parser.hpp"
#include "ocr/messages.hpp"
#include "ocr/office_kind.hpp"
#include "ocr/page_drawing.hpp"
#include "ocr/page_reader.hpp"
#include "ocr/page_source.hpp"
#include "ocr/pdf_join.hpp"
#include "ocr/recogniser.hpp"
#include "ocr/redaction_check.hpp"
#include "ocr/sandbox.hpp"
#include "ocr/searchable_pdf.hpp"

namespace ocr {
namespace {

/// The worker between two orders: limited, its models loaded, the last file still open because the next order is
/// mostly about the same one.
class Worker {
  public:
    Answer carry_out(const Order& order) {
        limit_cpu(order.cpu_seconds);
        switch (order.task) {
            case Task::begin:
                return begin(order);
            case Task::identify:
                return identify(order);
            case Task::open_mail:
                return open_mail(order);
            case Task::inspect:
                return inspect(order);
            case Task::read_page:
                return read(order);
            case Task::assemble:
                return assemble(order);
            case Task::redact_page:
                return redact(order);
            case Task::join_pages:
                join_pages(order);
                return {};
            case Task::check_page:
                return check(order);
            case Task::check_whole:
                return check_whole(order);
            case Task::bundle:
                return bundle(order);
            case Task::uncover:
                return uncover(order);
        }
        return {};
    }

  private:
    Answer begin(const Order& order) {
        limits_ = order.limits;
        give_up_rights(limits_);
        setMsgSeverity(L_SEVERITY_NONE);
        recogniser_.emplace();
        limit_memory(limits_.memory_bytes);
        return {};
    }

    static Answer identify(const Order& order) {
        auto kind = office_kind_of(order.file, order.media_type);
        Answer answer;
        answer.reason = std::move(kind.reason);
        answer.media_type = std::move(kind.media_type);
        return answer;
    }

    static Answer open_mail(const Order& order) {
        std::ifstream in{order.file, std::ios::binary};
        const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
        auto parsed = parse_mail(bytes, MailLimits{});
        Answer answer;
        answer.mail = std::move(parsed.mail);
        for (const auto& part : parsed.parts) {
            const int number = static_cast<int>(answer.mail.parts.size()) + 1;
            std::ofstream out{part_path(order.output, number), std::ios::binary};
            const auto decoded = part.decoded();
            out.write(decoded.data(), static_cast<std::streamsize>(decoded.size()));
            if (!out.flush()) {
                Answer failed;
                failed.reason = mail_not_written;
                return failed;
            }
            answer.mail.parts.push_back({part.file_name, part.media_type, {}});
        }
        return answer;
    }

    Answer inspect(const Order& order) {
        opened_ = {};  // the same path may hold another file by now
        Answer answer;
        answer.reason = open(order);
        return answer.reason.empty() ? opened_.source->inspect() : answer;
    }

    Answer read(const Order& order) {
        Answer answer;
        answer.reason = open(order);
        if (answer.reason.empty() && recogniser_)
            answer.page = read_page(*opened_.source, *recogniser_, order.page, order.output);
        return answer;
    }

    Answer assemble(const Order& order) {
        opened_ = {};
        write_searchable_pdf(order);
        return {};
    }

    Answer redact(const Order& order) {
        Answer answer;
        answer.reason = open(order);
        return answer.reason.empty() && recogniser_ ? redact_page(*opened_.source, *recogniser_, order) : answer;
    }

    Answer check(const Order& order) {
        Answer answer;
        answer.reason = open(order);
        return answer.reason.empty() && recogniser_ ? check_page(*opened_.source, *recogniser_, order) : answer;
    }

    static Answer bundle(const Order& order) {
        Answer answer;
        answer.page_count = write_bundle(order);
        return answer;
    }

    static Answer uncover(const Order& order) {
        Answer answer;
        auto hidden = look_for_hidden(order.file, order.media_type);
        answer.reason = std::move(hidden.reason);
        answer.hidden = std::move(hidden.texts);
        return answer;
    }

    std::string open(const Order& order) {
        // A path may be used again, by another file.
        const auto written = std::filesystem::last_write_time(order.file);
        if (opened_.source && file_ == order.file && written_ == written && media_type_ == order.media_type) return "";
        opened_ = {};
        opened_ = open_source(order.file, order.media_type, limits_);
        file_ = order.file;
        written_ = written;
        media_type_ = order.media_type;
        return opened_.source ? "" : opened_.reason;
    }

    Limits limits_;
    std::optional<Recogniser> recogniser_;
    OpenedSource opened_;
    std::filesystem::path file_;
    std::filesystem::file_time_type written_;
    std::string media_type_;
};

/// A reader that throws has met something that it can't follow. Memory that ran out ends the process instead.
Answer answer_to(Worker& worker, const Order& order) {
    try {
        return worker.carry_out(order);
    } catch (const std::exception&) {
        Answer answer;
        answer.reason = "damaged";
        return answer;
    }
}

/// A page's pixels are megabytes that the next page needs again: given back and asked for anew, each of them would be
/// zeroed by the kernel, page by page. The worker's own limit still holds.
void keep_memory() {
    constexpr int largest_kept = 32 << 20;  // the most that glibc takes for it
    constexpr int all_of_it = 1 << 30;
    mallopt(M_MMAP_THRESHOLD, largest_kept);
    mallopt(M_TRIM_THRESHOLD, all_of_it);
}

}  // namespace

int run_worker() {
    keep_memory();
    Worker worker;
    while (true) {
        const Incoming incoming = receive_message(STDIN_FILENO);
        if (incoming.state == Received::closed) return 0;
        const auto order = order_from_json(incoming.message);
        if (incoming.state != Received::message || !order) return 2;
        const Answer answer = answer_to(worker, order.value());
        const auto soon = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        if (!send_message(STDOUT_FILENO, to_json(answer), soon)) return 3;
    }
}

}  // namespace ocr
