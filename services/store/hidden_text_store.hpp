#pragma once

#include <string>
#include <vector>

#include "core/model/content.hpp"
#include "services/store/database.hpp"

/// What a file says where no page shows it: its properties, notes, hidden sheets and the like. Gone with the content.
namespace services {

struct HiddenPiece {
    std::string place;  ///< a name of ocr::HiddenPlace
    std::string text;
};

class HiddenTextStore {
  public:
    explicit HiddenTextStore(Transaction& tx) : tx_(tx) {}

    /// In place of what was known.
    void put(const core::ContentHash& content, const std::vector<HiddenPiece>& pieces);
    /// Whether somebody has looked.
    bool is_known(const core::ContentHash& content) const;
    std::vector<HiddenPiece> find(const core::ContentHash& content) const;

  private:
    Transaction& tx_;
};

}  // namespace services
