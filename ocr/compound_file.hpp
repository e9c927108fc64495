#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Enough of compound files ([MS-CFB]) to take out what lies in them: objects that office programs embed are kept that
/// way. Pure functions over foreign bytes; every number is checked against them.
namespace ocr {

struct CompoundStream {
    std::string name;  ///< of it ASCII only: "\1Ole10Native"
    std::string bytes;
};

bool is_compound_file(std::string_view bytes);

/// All streams, in whichever storage they lie. Throws std::runtime_error for what can't be followed.
std::vector<CompoundStream> streams_of(std::string_view bytes);

}  // namespace ocr
