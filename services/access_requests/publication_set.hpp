#pragma once

#include "services/access_requests/access_desk.hpp"
#include "services/post_list/open_data.hpp"

namespace services {

/// The answers that everybody may read, as open data. Who asked is not in it, nor why one was taken down.
DataSet publication_data_set(const AccessDesk& desk);

}  // namespace services
