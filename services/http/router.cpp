#include "services/http/router.hpp"

#include <algorithm>
#include <array>
#include <boost/assert.hpp>
#include <map>
#include <optional>

#include "services/http/target.hpp"

namespace services {
namespace {

/// What a segment in braces accepts; the more exact kinds are tried first.
enum class Kind { id, hash, any };

struct Route {
    Handler handler;
    std::string pattern;
    BodyLimit body{};
    Pace pace{};
    std::vector<std::string> names;  ///< of the parameters, from left to right
};

/// Takes the segment at the beginning of `path` off it, with the '/' before it.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool is_id(std::string_view text) {
    constexpr std::string_view largest = "9223372036854775807";
    if (text.empty() || text.front() == '0' || text.size() > largest.size()) return false;
    if (text.find_first_not_of("0123456789") != std::string_view::npos) return false;
    return text.size() < largest.size() || text <= largest;
}

bool is_hash(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

bool accepts(Kind kind, std::string_view segment) {
    switch (kind) {
        case Kind::id:
            return is_id(segment);
        case Kind::hash:
            return is_hash(segment);
        case Kind::any:
            return !segment.empty();
    }
    return false;
}

/// Of a pattern's segment "{name:kind}"; nothing where it is literal.
std::optional<std::pair<std::string, Kind>> parameter_in(std::string_view segment) {
    if (!segment.starts_with('{')) return std::nullopt;
    BOOST_ASSERT_MSG(segment.ends_with('}'), "a parameter fills its segment");
    const auto inside = segment.substr(1, segment.size() - 2);
    const auto colon = inside.find(':');
    const auto name = std::string{inside.substr(0, colon)};
    BOOST_ASSERT_MSG(!name.empty(), "a parameter has a name");
    if (colon == std::string_view::npos) return std::pair{name, Kind::any};
    const auto kind = inside.substr(colon + 1);
    BOOST_ASSERT_MSG(kind == "id" || kind == "hash", "a parameter is an id, a hash or any segment");
    return std::pair{name, kind == "id" ? Kind::id : Kind::hash};
}

constexpr std::size_t methods = 7;

}  // namespace

struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::array<std::unique_ptr<Node>, 3> parameters;   ///< by Kind
    std::array<std::optional<Route>, methods> routes;  ///< by Method

    const Route* route(Method method) const {
        const auto& own = routes[static_cast<std::size_t>(method)];
        if (own) return &*own;
        if (method == Method::head) return route(Method::get);
        return nullptr;
    }

    void note_allowed(std::vector<Method>& allowed) const {
        for (std::size_t at = 0; at < methods; ++at) {
            const auto method = static_cast<Method>(at);
            if (route(method) && std::find(allowed.begin(), allowed.end(), method) == allowed.end())
                allowed.push_back(method);
        }
    }

    /// The route for the rest of the path; `values` are the parameters on the way to it.
    const Route* find(
        Method method, std::string_view rest, std::vector<std::string_view>& values, std::vector<Method>& allowed
    ) const {
        if (rest.empty()) {
            const auto* found = route(method);
            if (!found) note_allowed(allowed);
            return found;
        }
        const auto segment = take_segment(rest);
        if (const auto child = literals.find(segment); child != literals.end())
            if (const auto* found = child->second->find(method, rest, values, allowed)) return found;
        for (const auto kind : {Kind::id, Kind::hash, Kind::any}) {
            const auto& child = parameters[static_cast<std::size_t>(kind)];
            if (!child || !accepts(kind, segment)) continue;
            values.push_back(segment);
            if (const auto* found = child->find(method, rest, values, allowed)) return found;
            values.pop_back();
        }
        return nullptr;
    }

    void collect(std::vector<std::pair<Method, std::string>>& all) const {
        for (std::size_t at = 0; at < methods; ++at)
            if (routes[at]) all.emplace_back(static_cast<Method>(at), routes[at]->pattern);
        for (const auto& [segment, child] : literals) child->collect(all);
        for (const auto& child : parameters)
            if (child) child->collect(all);
    }
};

Router::Router() : root_{std::make_unique<Node>()} {}
Router::~Router() = default;
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;

void Router::add(Method method, std::string_view pattern, Handler handler, BodyLimit body, Pace pace) {
    BOOST_ASSERT_MSG(pattern.starts_with('/'), "a pattern begins with '/'");
    auto* node = root_.get();
    std::vector<std::string> names;
    for (auto rest = pattern; !rest.empty();) {
        const auto segment = take_segment(rest);
        auto parameter = parameter_in(segment);
        auto& child = parameter ? node->parameters[static_cast<std::size_t>(parameter->second)]
                                : node->literals[std::string{segment}];
        if (parameter) names.push_back(std::move(parameter->first));
        if (!child) child = std::make_unique<Node>();
        node = child.get();
    }
    auto& route = node->routes[static_cast<std::size_t>(method)];
    BOOST_ASSERT_MSG(!route, "a method and pattern is added once");
    route = Route{std::move(handler), std::string{pattern}, body, pace, std::move(names)};
}

Router::Match Router::find(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    std::vector<std::string_view> values;
    const auto* route = root_->find(method, path, values, match.allowed);
    if (!route) {
        std::sort(match.allowed.begin(), match.allowed.end());
        return match;
    }
    match.allowed.clear();
    match.handler = &route->handler;
    match.pattern = route->pattern;
    match.body = route->body;
    match.pace = route->pace;
    for (std::size_t at = 0; at < values.size(); ++at)
        match.parameters.emplace_back(route->names[at], decode_segment(values[at]));
    return match;
}

std::vector<std::pair<Method, std::string>> Router::routes() const {
    std::vector<std::pair<Method, std::string>> all;
    root_->collect(all);
    return all;
}

}  // namespace services
