#include <algorithm>
#include <fstream>
#include <iostream>

#include "services/cli/house.hpp"
#include "services/cli/seed.hpp"
#include "services/cli/seed_requests.hpp"
#include "services/demo/letters.hpp"

namespace services {

namespace {

constexpr std::size_t cases_at_once = 500;

void put_letters(const Config& config, const SeedOptions& options, core::Date today) {
    namespace fs = std::filesystem;
    fs::create_directories(config.data.scan_folder);
    for (std::size_t i = 0; i < demo_letter_count; ++i) {
        const auto letter = demo_letter(options.seed, i, today);
        // Written under a name that the scanner folder's watcher passes over, until it is whole.
        const auto draft = config.data.scan_folder / (letter.file_name + ".part");
        std::ofstream{draft, std::ios::binary} << letter.bytes;
        fs::rename(draft, config.data.scan_folder / letter.file_name);
    }
}

/// Who can sign in, on standard output: packaging/demo shows it. The main user of each role is named after it.
void print_sign_ins(const Municipality& town) {
    std::cout << "Sign in with any of these names and the password " << demo_password << ":\n";
    for (const auto& user : town.users()) {
        std::cout << "  " << user.sign_in << std::string(user.sign_in.size() < 16 ? 16 - user.sign_in.size() : 1, ' ')
                  << user.name;
        for (const auto& held : user.roles)
            std::cout << ", " << core::name_of(held.role) << " (" << town.units()[held.unit].short_name << ')';
        std::cout << '\n';
    }
}

}  // namespace

int seed_demo(Config config, const SeedOptions& options) {
    House house{std::move(config)};
    const auto today = core::danish_date(house.clock.now());
    const Municipality town{
        options.seed,
        {.cases = options.cases,
         .documents = options.documents,
         .text = options.brief ? DemoText::brief : DemoText::full},
        today};
    Seeder seeder{house, town, options};
    if (!seeder.is_empty()) {
        std::cerr << "There is something here already, and it is kept.\n";
        print_sign_ins(town);
        return 0;
    }
    std::cerr << "Units, people and the classification scheme …" << std::endl;
    seeder.add_people();
    for (std::size_t first = 0; first < options.cases; first += cases_at_once) {
        const auto end = std::min(first + cases_at_once, options.cases);
        seeder.add_cases(first, end);
        if (end % 10'000 == 0 || end == options.cases)
            std::cerr << end << " cases with " << seeder.documents() << " documents" << std::endl;
    }
    if (options.letters && !options.brief) seeder.add_openness();
    if (options.requests) {
        std::cerr << "Requests for access …" << std::endl;
        seed_access_requests(house);
    }
    if (options.letters) {
        std::cerr << demo_letter_count << " letters are drawn and put into the scanner folder …" << std::endl;
        put_letters(house.config, options, today);
    }
    std::cerr << Municipality::name() << " is ready.\n";
    print_sign_ins(town);
    return 0;
}

}  // namespace services
