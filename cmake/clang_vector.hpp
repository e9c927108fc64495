#pragma once

// Included before all else where clang compiles: in the fuzz targets, and for clang-tidy.
//
// With C++20, libstdc++ 12 makes std::vector's destructor constexpr. clang 14 then wants it of an element type that is
// still incomplete, as in qpdf/JSON.hh, where g++ rightly waits. So clang gets std::vector as it was in C++17; nothing
// of ours uses one at compile time. std::fill over std::vector<bool> was declared constexpr before, and is left out.
#include <string>

#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR
#define __fill_a1 saglig_fill_bits
#include <vector>
#undef __fill_a1
#undef _GLIBCXX20_CONSTEXPR
#define _GLIBCXX20_CONSTEXPR constexpr
