#include "ocr/redactor.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "ocr/redaction_plan.hpp"
#include "ocr/word_search.hpp"

namespace ocr {
namespace {

/// Putting pages together costs a small part of drawing them.
constexpr int pages_in_the_time_of_one = 50;

Answer carry_out_one(const Crew& crew, Order order) {
    Answer result;
    std::deque<Order> orders;
    orders.push_back(std::move(order));
    crew.carry_out_all(std::move(orders), [&](const Order&, Answer answer) { result = std::move(answer); });
    return result;
}

bool is_file(const std::filesystem::path& path) {
    std::error_code unreadable;
    return std::filesystem::is_regular_file(std::filesystem::symlink_status(path, unreadable));
}

void give_time_for(Order& order, int pages) {
    order.cpu_seconds *= 1 + pages / pages_in_the_time_of_one;
}

/// One redaction on its way: each step does nothing once there is a reason not to go on.
class Redactor {
  public:
    Redactor(const Crew& crew, const RedactionOrder& wanted, std::filesystem::path output)
        : crew_(crew), wanted_(wanted), output_(std::move(output)) {}

    Redaction run(const std::function<void(const Progress&)>& on_progress) {
        inspect();
        if (goes_on()) plan();
        if (goes_on()) draw_pages(on_progress);
        if (goes_on()) join();
        if (goes_on()) check();
        remove_leaves();
        if (goes_on()) {
            result_.outcome = Outcome::complete;
            result_.path = pdf();
        } else {
            std::error_code ignored;
            std::filesystem::remove(pdf(), ignored);
        }
        return std::move(result_);
    }

  private:
    bool goes_on() const { return result_.reason.empty(); }
    std::filesystem::path pdf() const { return output_ / "redacted.pdf"; }

    void fail(std::string reason) {
        if (goes_on()) result_.reason = std::move(reason);
    }

    void inspect() {
        const Answer answer = carry_out_one(crew_, crew_.order_for(Task::inspect, wanted_.file, wanted_.media_type));
        result_.page_count = answer.page_count;
        if (!answer.reason.empty()) fail(answer.reason);
        if (answer.page_count > crew_.pages_most) fail("too_many_pages");
    }

    /// Every page must be one that somebody could look at.
    void plan() {
        pages_.resize(static_cast<std::size_t>(result_.page_count));
        plans_.resize(pages_.size());
        for (int number = 1; number <= result_.page_count; ++number) result_.pages.push_back({number});
        for (const Page& page : wanted_.pages) {
            if (page.number < 1 || page.number > result_.page_count) continue;
            const auto index = static_cast<std::size_t>(page.number - 1);
            plans_[index] = plan_page(page, wanted_.blackouts, wanted_.widen);
            pages_[index] = page;
            pages_[index].words = plans_[index].kept;
            pages_[index].text.clear();
            result_.words_gone += static_cast<int>(plans_[index].gone.size());
            result_.words_kept += static_cast<int>(plans_[index].kept.size());
        }
        for (const Page& page : pages_)
            if (page.width <= 0 || page.height <= 0) fail("page_unseen");
    }

    Order page_order(Task task, const std::filesystem::path& file, std::string_view media_type, std::size_t index) {
        Order order = crew_.order_for(task, file, media_type);
        order.output = output_;
        order.page = static_cast<int>(index) + 1;
        order.pages.push_back(pages_[index]);
        order.redaction.covers = plans_[index].covers;
        order.redaction.phrases = wanted_.must_not_appear;
        return order;
    }

    void draw_pages(const std::function<void(const Progress&)>& on_progress) {
        std::deque<Order> orders;
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            orders.push_back(page_order(Task::redact_page, wanted_.file, wanted_.media_type, i));
            orders.back().redaction.picture = pages_[i].picture;
            orders.back().redaction.by_sight = wanted_.by_sight;
        }
        int done = 0;
        crew_.carry_out_all(std::move(orders), [&](const Order& asked, const Answer& answer) {
            if (!answer.reason.empty()) fail(answer.reason);
            result_.pages[static_cast<std::size_t>(asked.page - 1)].besides = answer.page.text;
            result_.words_hidden += answer.found.words_hidden;
            if (on_progress) on_progress({++done, result_.page_count});
        });
        result_.words_kept -= result_.words_hidden;
    }

    void join() {
        Order order = crew_.order_for(Task::join_pages, wanted_.file, "application/pdf");
        order.output = pdf();
        order.page = result_.page_count;
        order.redaction.title = wanted_.title;
        order.redaction.language = wanted_.language;
        give_time_for(order, result_.page_count);
        fail(carry_out_one(crew_, std::move(order)).reason);
        // A worker's word is not taken for a file's existence.
        if (!is_file(pdf())) fail("damaged");
    }

    void check() {
        std::deque<Order> orders;
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            orders.push_back(page_order(Task::check_page, pdf(), "application/pdf", i));
            orders.back().pages.front().words.clear();
            orders.back().redaction.gone = plans_[i].gone;
        }
        orders.push_back(crew_.order_for(Task::check_whole, pdf(), "application/pdf"));
        orders.back().page = result_.page_count;
        give_time_for(orders.back(), result_.page_count);
        crew_.carry_out_all(std::move(orders), [&](const Order& asked, Answer answer) {
            if (!answer.reason.empty()) fail(answer.reason);
            if (asked.task == Task::check_page) {
                const auto index = static_cast<std::size_t>(asked.page - 1);
                result_.words_found += count_of(pages_[index].words, answer.page.text);
                result_.pages[index].text = std::move(answer.page.text);
            }
            auto& leaks = answer.found.leaks;
            std::ranges::move(leaks, std::back_inserter(result_.leaks));
        });
        std::ranges::stable_sort(result_.leaks, {}, &Leak::page);
        // What was found matters more than what could not be looked at.
        if (!result_.leaks.empty()) result_.reason = "still_there";
    }

    void remove_leaves() const {
        std::error_code ignored;
        for (int number = 1; number <= result_.page_count; ++number)
            std::filesystem::remove(leaf_path(output_, number), ignored);
    }

    const Crew& crew_;
    const RedactionOrder& wanted_;
    std::filesystem::path output_;
    Redaction result_;
    std::vector<PagePlan> plans_;
    std::vector<Page> pages_;  ///< with the words that are kept
};

}  // namespace

Redaction redact(
    const Crew& crew,
    const RedactionOrder& wanted,
    const std::filesystem::path& output,
    const std::function<void(const Progress&)>& on_progress
) {
    return Redactor{crew, wanted, output}.run(on_progress);
}

Bundle join(const Crew& crew, const BundleOrder& wanted, const std::filesystem::path& output) {
    Bundle bundle;
    auto order = crew.order_for(Task::bundle, {}, "application/pdf");
    order.output = output / "bundle.pdf";
    order.redaction.parts = wanted.parts;
    order.redaction.title = wanted.title;
    order.redaction.language = wanted.language;
    give_time_for(order, crew.pages_most);
    const Answer answer = carry_out_one(crew, std::move(order));
    bundle.reason = answer.reason;
    if (bundle.reason.empty() && answer.page_count == 0) bundle.reason = "empty";
    if (bundle.reason.empty() && !is_file(output / "bundle.pdf")) bundle.reason = "damaged";
    if (bundle.reason.empty()) {
        bundle.outcome = Outcome::complete;
        bundle.path = output / "bundle.pdf";
        bundle.page_count = answer.page_count;
    } else {
        std::error_code ignored;
        std::filesystem::remove(output / "bundle.pdf", ignored);
    }
    return bundle;
}

}  // namespace ocr
