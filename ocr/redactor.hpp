#pragma once

#include <deque>
#include <functional>

#include "ocr/messages.hpp"

namespace ocr {

/// What the pool does for those who have several orders carried out: see Readers in readers.cpp.
struct Crew {
    std::function<Order(Task, const std::filesystem::path& file, std::string_view media_type)> order_for;
    /// Hands over each order with its answer, as they are done.
    std::function<void(std::deque<Order>, const std::function<void(const Order&, Answer)>&)> carry_out_all;
    int pages_most{};
};

/// The steps of Readers::redact and Readers::bundle, on the pool's side.
Redaction redact(
    const Crew& crew,
    const RedactionOrder& wanted,
    const std::filesystem::path& output,
    const std::function<void(const Progress&)>& on_progress
);
Bundle join(const Crew& crew, const BundleOrder& wanted, const std::filesystem::path& output);

}  // namespace ocr
