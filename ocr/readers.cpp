#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

#include "ocr/hidden.hpp"
#include "ocr/messages.hpp"
#include "ocr/office.hpp"
#include "ocr/office_kind.hpp"
#include "ocr/reading.hpp"
#include "ocr/redactor.hpp"
#include "ocr/worker_process.hpp"

namespace ocr {
namespace {

/// Tesseract and poppler leak a little; a worker that has done this much is replaced by a fresh one.
constexpr int orders_a_worker = 300;
/// Drawing and joining alone hardly do; and a page is drawn so quickly that loading the models anew would be felt.
constexpr int drawings_a_worker = 3000;

int orders_most(Task task) {
    return is_about_redaction(task) || task == Task::inspect ? drawings_a_worker : orders_a_worker;
}

/// What one read() wants done. Guarded by the pool's mutex.
struct Errand {
    std::deque<Order> waiting;
    std::deque<std::pair<Order, Answer>> done;
    int under_way{};
    bool no_worker{};  ///< a worker could not even be started
    std::condition_variable news;
};

bool is_read(std::string_view media_type) {
    return media_type == "application/pdf" || media_type == "image/tiff" || media_type == "image/jpeg" ||
           media_type == "image/png";
}

/// What can be said of a file without opening it; empty if it may be read.
std::string refusal(const std::filesystem::path& file, std::string_view media_type, const Limits& limits) {
    std::error_code unreadable;
    const auto bytes = std::filesystem::file_size(file, unreadable);
    if (unreadable) return "damaged";
    if (bytes == 0) return "empty";
    if (bytes > limits.input_bytes) return "too_large";
    if (media_type.empty() || media_type == "application/octet-stream") return "not_what_it_says";
    return is_read(media_type) || may_be_office(media_type) ? "" : "unsupported";
}

/// The page and its files, as far as they were made. A worker's word is not taken for a file's existence.
Page page_of(const Order& order, Answer answer) {
    Page page = std::move(answer.page);
    page.number = order.page;
    if (!answer.reason.empty()) {
        page = Page{};
        page.number = order.page;
        page.reason = answer.reason;
        return page;
    }
    std::error_code ignored;
    if (auto path = picture_path(order.output, order.page); std::filesystem::exists(path, ignored))
        page.picture = std::move(path);
    if (auto path = thumbnail_path(order.output, order.page); std::filesystem::exists(path, ignored))
        page.thumbnail = std::move(path);
    return page;
}

/// What the pages' ends make of the whole.
void judge(Reading& reading, bool damaged) {
    int read = 0;
    std::string reason;
    for (const Page& page : reading.pages) {
        if (page.source != TextSource::none) ++read;
        if (reason.empty()) reason = page.reason;
    }
    if (reason.empty() && damaged) reason = "damaged";
    if (reason.empty() && static_cast<int>(reading.pages.size()) < reading.page_count) reason = "too_many_pages";
    reading.reason = reason;
    if (read == 0)
        reading.outcome = Outcome::failed;
    else
        reading.outcome = reason.empty() ? Outcome::complete : Outcome::partly;
}

/// A page that only says something is missing was read all the same.
bool wants_text_under_it(const Page& page) {
    return page.source == TextSource::recognised;
}

}  // namespace

struct Readers::Impl {
    Impl(const std::vector<std::string>& command, Limits given)
        : limits(std::move(given)), office_command{command.front(), "office-worker"} {
        for (int i = 0; i < std::max(1, limits.workers); ++i) workers.emplace_back(command, limits);
        for (WorkerProcess& worker : workers) threads.emplace_back([this, &worker] { serve(worker); });
    }

    ~Impl() {
        {
            const std::scoped_lock lock{mutex};
            stopping = true;
            for (WorkerProcess& worker : workers) worker.kill_now();
        }
        work.notify_all();
        for (std::thread& thread : threads) thread.join();
    }

    /// One thread a worker: it takes an order from whoever is first in line, who then goes to the end of the line, so
    /// that a short letter need not wait for a long report.
    void serve(WorkerProcess& worker) {
        worker.ensure_started();
        std::unique_lock lock{mutex};
        while (true) {
            work.wait(lock, [this] { return stopping || next_errand() != errands.end(); });
            if (stopping) return;
            const auto place = next_errand();
            Errand& errand = **place;
            errands.splice(errands.end(), errands, place);
            Order order = std::move(errand.waiting.front());
            errand.waiting.pop_front();
            ++errand.under_way;
            lock.unlock();
            std::optional<Answer> answer = carry_out(worker, order);
            lock.lock();
            --errand.under_way;
            if (answer)
                errand.done.emplace_back(std::move(order), std::move(*answer));
            else
                errand.no_worker = true;
            errand.news.notify_all();
        }
    }

    /// Nothing if no worker can be had.
    std::optional<Answer> carry_out(WorkerProcess& worker, const Order& order) {
        if (worker.orders_done() >= orders_most(order.task)) worker.retire();
        if (!worker.ensure_started()) return std::nullopt;
        const bool fresh = worker.orders_done() == 0;
        const auto patience = limits.page_wall * std::max(1, order.cpu_seconds / cpu_seconds());
        Answer answer = worker.ask(order, patience);
        // It may have died of what earlier pages left behind; in a fresh one the page has only itself to blame.
        const bool died = answer.reason == "page_crashed" || answer.reason == "out_of_memory";
        if (died && !fresh && !is_stopping() && worker.ensure_started()) answer = worker.ask(order, patience);
        return answer;
    }

    std::list<Errand*>::iterator next_errand() {
        return std::find_if(errands.begin(), errands.end(), [](const Errand* errand) {
            return !errand->waiting.empty();
        });
    }

    bool is_stopping() {
        const std::scoped_lock lock{mutex};
        return stopping;
    }

    int cpu_seconds() const { return std::max(1, static_cast<int>(limits.page_cpu.count())); }

    /// Has the orders carried out and hands over each with its answer, in the order in which they are done.
    void carry_out_all(std::deque<Order> orders, const std::function<void(const Order&, Answer)>& take) {
        Errand errand;
        errand.waiting = std::move(orders);
        std::size_t left = errand.waiting.size();
        std::unique_lock lock{mutex};
        const auto place = errands.insert(errands.end(), &errand);
        work.notify_all();
        // Whatever `take` throws, no worker may be left with a pointer to this errand.
        const auto leave = [&](std::unique_lock<std::mutex>& held) {
            errand.waiting.clear();
            errand.news.wait(held, [&] { return errand.under_way == 0; });
            errands.erase(place);
        };
        try {
            while (left > 0) {
                errand.news.wait(lock, [&] { return !errand.done.empty() || errand.no_worker; });
                if (errand.done.empty()) throw std::runtime_error("no OCR worker can be started");
                auto [order, answer] = std::move(errand.done.front());
                errand.done.pop_front();
                --left;
                lock.unlock();
                take(order, std::move(answer));
                lock.lock();
            }
        } catch (...) {
            if (!lock.owns_lock()) lock.lock();
            leave(lock);
            throw;
        }
        leave(lock);
    }

    Answer carry_out_one(Order order) {
        Answer result;
        std::deque<Order> orders;
        orders.push_back(std::move(order));
        carry_out_all(std::move(orders), [&](const Order&, Answer answer) { result = std::move(answer); });
        return result;
    }

    Order order_for(Task task, const std::filesystem::path& file, std::string_view media_type) {
        Order order;
        order.task = task;
        order.cpu_seconds = cpu_seconds();
        order.limits = limits;
        order.file = file;
        order.media_type = media_type;
        return order;
    }

    void read_pages(Reading& reading, Order order, const std::function<void(const Progress&)>& on_progress) {
        const int count = std::min(reading.page_count, limits.pages);
        reading.pages.resize(static_cast<std::size_t>(count));
        std::deque<Order> orders;
        for (order.page = 1; order.page <= count; ++order.page) orders.push_back(order);
        int done = 0;
        carry_out_all(std::move(orders), [&](const Order& asked, Answer answer) {
            const auto index = static_cast<std::size_t>(asked.page - 1);
            reading.pages[index] = page_of(asked, std::move(answer));
            if (on_progress) on_progress({++done, reading.page_count});
        });
    }

    /// A PDF that has all its text needs nothing added: its own bytes are the searchable PDF.
    void add_searchable_pdf(Reading& reading, Order order) {
        const auto pdf = order.output / "searchable.pdf";
        if (order.media_type == "application/pdf" &&
            std::none_of(reading.pages.begin(), reading.pages.end(), wants_text_under_it)) {
            std::filesystem::copy_file(order.file, pdf);
            reading.searchable_pdf = pdf;
            return;
        }
        order.output = pdf;
        order.pages = reading.pages;
        // Putting a page together costs a small part of reading it.
        order.cpu_seconds *= 1 + static_cast<int>(reading.pages.size()) / 50;
        const Answer answer = carry_out_one(std::move(order));
        if (answer.reason.empty()) {
            reading.searchable_pdf = pdf;
            return;
        }
        std::error_code ignored;
        std::filesystem::remove(pdf, ignored);
        reading.outcome = Outcome::partly;
        if (reading.reason.empty()) reading.reason = answer.reason;
    }

    /// Draws an office file as a PDF beside the output; empty with the reading's reason set where that can't be.
    std::filesystem::path draw(
        Reading& reading,
        const std::filesystem::path& file,
        std::string_view media_type,
        const std::filesystem::path& output
    ) {
        const Answer kind = carry_out_one(order_for(Task::identify, file, media_type));
        reading.reason = kind.reason;
        if (!reading.reason.empty()) return {};
        if (kind.media_type.empty()) {
            reading.reason = "unsupported";
            return {};
        }
        reading.media_type = kind.media_type;
        auto drawn = convert_office(office_command, limits, file, kind.media_type, "pdf", output / "office");
        reading.reason = std::move(drawn.reason);
        return drawn.file;
    }

    Hidden look(const std::filesystem::path& file, std::string_view media_type) {
        Answer answer = carry_out_one(order_for(Task::uncover, file, media_type));
        return {std::move(answer.reason), std::move(answer.hidden)};
    }

    /// What is older than OOXML is made into that, with all that it hides, as LibreOffice does.
    Hidden look_into_office(
        const std::filesystem::path& file, std::string_view media_type, const std::filesystem::path& folder
    ) {
        const Answer kind = carry_out_one(order_for(Task::identify, file, media_type));
        const auto successor = office_successor(kind.media_type);
        if (successor.empty()) {
            auto hidden = look(file, kind.media_type.empty() ? media_type : kind.media_type);
            if (hidden.reason.empty()) hidden.reason = kind.reason;
            return hidden;
        }
        const auto made = convert_office(
            office_command, limits, file, kind.media_type, office_ending(successor), folder / "successor"
        );
        if (made.file.empty()) return {made.reason, {}};
        return look(made.file, successor);
    }

    Crew crew() {
        return {
            .order_for = [this](Task task, const auto& file, auto type) { return order_for(task, file, type); },
            .carry_out_all = [this](auto orders, const auto& take) { carry_out_all(std::move(orders), take); },
            .pages_most = limits.pages};
    }

    Limits limits;
    std::vector<std::string> office_command;
    std::mutex mutex;
    std::condition_variable work;
    std::list<Errand*> errands;  ///< in line; each lives in its read()
    bool stopping{};
    std::deque<WorkerProcess> workers;
    std::vector<std::thread> threads;
};

Readers::Readers(const std::vector<std::string>& worker_command, Limits limits)
    : impl_(std::make_unique<Impl>(worker_command, std::move(limits))) {}

Readers::~Readers() = default;

Reading Readers::read(
    const std::filesystem::path& file,
    std::string_view media_type,
    const std::filesystem::path& output,
    const std::function<void(const Progress&)>& on_progress
) {
    Reading reading;
    reading.reason = refusal(file, media_type, impl_->limits);
    if (!reading.reason.empty()) return reading;
    if (may_be_office(media_type)) {
        const auto drawn = impl_->draw(reading, file, media_type, output);
        if (drawn.empty()) return reading;
        auto read_as_pdf = read(drawn, "application/pdf", output, on_progress);
        read_as_pdf.media_type = reading.media_type;
        return read_as_pdf;
    }

    const Answer inspection = impl_->carry_out_one(impl_->order_for(Task::inspect, file, media_type));
    reading.page_count = inspection.page_count;
    reading.reason = inspection.reason;
    if (!reading.reason.empty()) return reading;

    Order order = impl_->order_for(Task::read_page, file, media_type);
    order.output = output;
    impl_->read_pages(reading, order, on_progress);
    judge(reading, inspection.damaged);
    if (reading.outcome == Outcome::failed) return reading;

    order.task = Task::assemble;
    impl_->add_searchable_pdf(reading, std::move(order));
    return reading;
}

Mail Readers::open_mail(const std::filesystem::path& file, const std::filesystem::path& output) {
    Mail mail;
    std::error_code unreadable;
    const auto bytes = std::filesystem::file_size(file, unreadable);
    if (unreadable || bytes == 0 || bytes > impl_->limits.input_bytes) {
        mail.reason = unreadable ? "damaged" : bytes == 0 ? "empty" : "too_large";
        return mail;
    }
    Order order = impl_->order_for(Task::open_mail, file, "message/rfc822");
    order.output = output;
    Answer answer = impl_->carry_out_one(std::move(order));
    mail = std::move(answer.mail);
    if (!answer.reason.empty()) mail.reason = answer.reason;
    int number = 0;
    // A worker's word is not taken for a file's existence.
    for (MailPart& part : mail.parts) {
        part.file = part_path(output, ++number);
        if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(part.file, unreadable)))
            part.file.clear();
    }
    std::erase_if(mail.parts, [](const MailPart& part) { return part.file.empty(); });
    return mail;
}

Hidden Readers::uncover(
    const std::filesystem::path& file, std::string_view media_type, const std::filesystem::path& folder
) {
    Hidden hidden;
    hidden.reason = refusal(file, media_type, impl_->limits);
    // Of a kind that nobody looks into there is nothing to be told.
    if (hidden.reason == "empty" || hidden.reason == "not_what_it_says" || hidden.reason == "unsupported")
        return hidden;
    if (hidden.reason.empty())
        hidden = may_be_office(media_type) ? impl_->look_into_office(file, media_type, folder)
                                           : impl_->look(file, media_type);
    if (!hidden.reason.empty()) hidden.texts.push_back({HiddenPlace::unread, hidden.reason});
    return hidden;
}

Redaction Readers::redact(
    const RedactionOrder& wanted,
    const std::filesystem::path& output,
    const std::function<void(const Progress&)>& on_progress
) {
    Redaction redaction;
    redaction.reason = refusal(wanted.file, wanted.media_type, impl_->limits);
    if (redaction.reason.empty() && !is_read(wanted.media_type)) redaction.reason = "unsupported";
    if (!redaction.reason.empty()) return redaction;
    return ocr::redact(impl_->crew(), wanted, output, on_progress);
}

Bundle Readers::bundle(const BundleOrder& wanted, const std::filesystem::path& output) {
    return join(impl_->crew(), wanted, output);
}

std::vector<int> Readers::worker_ids() const {
    std::vector<int> ids;
    for (const WorkerProcess& worker : impl_->workers)
        if (const int id = worker.id(); id != 0) ids.push_back(id);
    return ids;
}

}  // namespace ocr
