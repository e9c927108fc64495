#pragma once

#include <xapian.h>

#include "search/index.hpp"

namespace search {

/// Throws the Xapian error being handled as one of ours: theirs are no std::exceptions, and nobody outside this folder
/// knows them. To be called in a catch block.
[[noreturn]] inline void rethrow_as_ours() {
    const auto sentence = [](const Xapian::Error& error) { return "search index: " + error.get_description(); };
    try {
        throw;
    } catch (const Xapian::DatabaseLockError& error) {
        throw IndexInUse(sentence(error));
    } catch (const Xapian::DatabaseCorruptError& error) {
        throw IndexDamaged(sentence(error));
    } catch (const Xapian::DatabaseOpeningError& error) {  // also missing, or of a version that can't be read
        throw IndexDamaged(sentence(error));
    } catch (const Xapian::Error& error) {
        throw std::runtime_error(sentence(error));
    }
}

}  // namespace search
