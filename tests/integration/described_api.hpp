#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "tests/integration/schema_check.hpp"
#include "tests/support/http_client.hpp"

namespace tests {

struct Operation {
    std::string method;  ///< "GET"
    std::string path;    ///< "/api/v1/cases/{id}"
    Json item, what;     ///< of the path and of the method, as described

    std::string name() const { return method + " " + path; }
    bool is_secured() const { return what.value("security", Json::array({1})) != Json::array(); }
    bool is_described(int status) const { return what.at("responses").contains(std::to_string(status)); }
    bool takes_json() const;
};

/// What a server says that it does, as it says it at /api/openapi.json.
class DescribedApi {
  public:
    explicit DescribedApi(Json document);

    const Json& document() const { return document_; }
    const std::vector<Operation>& operations() const { return operations_; }

    /// What is wrong with an answer to the operation: a status that is not described for it (but for those that any
    /// request may meet: 429, 431, 5xx), a media type or body that does not fit, an error that is no problem details.
    std::vector<std::string> faults(const Operation& operation, const HttpAnswer& answer) const;

    /// A body that the operation takes, with what is required; nothing but the description's word that it fits.
    Json example_body(const Operation& operation) const;

  private:
    Json example(const Json& schema, int depth) const;

    Json document_;
    std::vector<Operation> operations_;
};

}  // namespace tests
