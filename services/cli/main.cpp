#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <iostream>

#include "ocr/reading.hpp"
#include "services/cli/config.hpp"
#include "services/cli/house.hpp"

#ifndef SAGLIG_VERSION
#define SAGLIG_VERSION "0"
#endif

namespace {

using services::Config;

/// The settings file, found before anything else is done with them.
int with_config(const std::string& file, const std::function<int(Config)>& act) {
    auto config = services::load_config(file);
    if (config.has_error()) {
        std::cerr << "saglig: " << config.error().detail << '\n';
        return 2;
    }
    return act(std::move(config.value()));
}

/// Everything that is asked for on the command line.
struct Options {
    std::string config_file;
    std::vector<std::filesystem::path> files;
    std::filesystem::path log_file;
    services::SeedOptions seed;
    services::MoveOptions move;
    services::UserOptions user;
    services::KleOptions kle;
    std::string number;
};

using Act = std::function<int()>;

void add_user_commands(CLI::App& app, Options& options, Act& chosen) {
    auto* user = app.add_subcommand("user", "The people who may sign in")->require_subcommand(1);
    const auto named = [&](const char* command, const char* what, int (*act)(Config, const std::string&)) {
        auto* sub = user->add_subcommand(command, what);
        sub->add_option("name", options.user.name, "Sign-in name")->required();
        sub->callback([&options, &chosen, act] {
            chosen = [&options, act] {
                return with_config(options.config_file, [&](Config c) { return act(std::move(c), options.user.name); });
            };
        });
    };
    named("token", "Print a new API token (Bearer) that acts as the user", services::print_token);
    named("password", "Set the password, read from standard input", services::set_password);

    auto* list = user->add_subcommand("list", "All users with their roles");
    list->callback([&] { chosen = [&] { return with_config(options.config_file, services::list_users); }; });

    auto* add = user->add_subcommand("add", "Add a user; the password is read from standard input");
    add->add_option("name", options.user.name, "Sign-in name")->required();
    add->add_option("--full-name", options.user.full_name, "As shown to others")->required();
    add->add_option("--email", options.user.email, "E-mail address");
    add->add_option("--unit", options.user.unit, "Unit of the roles; made if it is not there; default the top unit");
    add->add_option(
        "--role", options.user.roles, "registrar, caseworker, leader, archivist, politician, auditor, administrator"
    );
    add->callback([&] {
        chosen = [&] {
            return with_config(options.config_file, [&](Config c) {
                return services::add_user(std::move(c), options.user);
            });
        };
    });
}

void add_kle_commands(CLI::App& app, Options& options, Act& chosen) {
    auto* kle = app.add_subcommand("kle", "KL's classification scheme")->require_subcommand(1);
    auto* import = kle->add_subcommand("import", "Read KL's XML files: KLE-Emneplan, KLE-Handlingsfacetter");
    import->add_option("files", options.files, "XML files")->required();
    import->add_flag("--allow-older", options.kle.allow_older, "Also an edition older than the one that is loaded");
    import->add_flag("--allow-missing", options.kle.allow_missing, "Also a file that lacks many numbers in use");
    import->callback([&] {
        chosen = [&] {
            return with_config(options.config_file, [&](Config c) {
                return services::import_kle(std::move(c), options.files, options.kle);
});
};  // namespace
});
auto* show = kle->add_subcommand("show", "What the scheme says of a number");
show->add_option("number", options.number, "27.35.00, 27.35, 27 or P19")->required();
show->callback([&] {
    chosen = [&] {
        return with_config(options.config_file, [&](Config c) {
            return services::show_kle(std::move(c), options.number);
        });
    };
});
}

void add_demo_commands(CLI::App& app, Options& options, Act& chosen) {
    auto* demo = app.add_subcommand("demo", "The demonstration municipality")->require_subcommand(1);
    auto* seed = demo->add_subcommand("seed", "Fill an empty installation with Solbakke Kommune, which does not exist");
    seed->add_option("--cases", options.seed.cases, "How many cases")->capture_default_str();
    seed->add_option("--documents", options.seed.documents, "How many documents")->capture_default_str();
    seed->add_option("--seed", options.seed.seed, "The same seed gives the same municipality")->capture_default_str();
    seed->add_flag("--brief", options.seed.brief, "Two sentences a document, for very many cases");
    seed->add_flag("--letters,!--no-letters", options.seed.letters, "Put forty drawn letters into the scanner folder");
    seed->add_flag("--requests", options.seed.requests, "Ask for access to some of the cases");
    seed->callback([&] {
        chosen = [&] {
            return with_config(options.config_file, [&](Config c) {
                return services::seed_demo(std::move(c), options.seed);
            });
        };
    });
}

/// Started by `serve` itself, without settings, in sandboxes of their own.
void add_worker_commands(CLI::App& app, Act& chosen) {
    auto* office = app.add_subcommand("office-worker", "")->group("");
    const auto arguments = std::make_shared<std::vector<std::string>>();
    office->add_option("arguments", *arguments, "");
    office->callback([&chosen, arguments] { chosen = [arguments] { return ocr::run_office_worker(*arguments); }; });
    app.add_subcommand("ocr-worker", "")->group("")->callback([&] { chosen = [] { return ocr::run_worker(); }; });
}

void add_commands(CLI::App& app, Options& options, Act& chosen) {
    const auto plain = [&](CLI::App& under, const char* name, const char* what, const std::function<int(Config)>& act) {
        under.add_subcommand(name, what)->callback([&options, &chosen, act] {
            chosen = [&options, act] { return with_config(options.config_file, act); };
        });
    };
    plain(app, "serve", "Serve pages and API, take in post, read it, index it", services::serve);
    plain(app, "work", "Take in scanned post and do the jobs, without pages, beside one that serves", services::work);
    plain(app, "verify", "Prove the event chain, every file and every reference", services::verify);

    auto* intake = app.add_subcommand("intake", "Take in files as post");
    intake->add_option("files", options.files, "Files of any kind")->required();
    intake->callback([&] {
        chosen = [&] {
            return with_config(options.config_file, [&](Config c) {
                return services::intake_files(std::move(c), options.files);
            });
        };
    });

    auto* move = app.add_subcommand(
        "migrate-to", "Move this installation from SQLite to PostgreSQL; goes on where it was stopped"
    );
    move->add_option("url", options.move.url, "postgres://user:password@host/database, empty")->required();
    move->add_option("--rows", options.move.rows_at_once, "Rows a transaction")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    move->callback([&] {
        chosen = [&] {
            return with_config(options.config_file, [&](const Config& c) {
                return services::migrate_to(c, options.move);
            });
        };
    });

    auto* log = app.add_subcommand("log", "The log of events")->require_subcommand(1);
    auto* log_export = log->add_subcommand("export", "Write all events with their hashes to a file, as JSON lines");
    log_export->add_option("file", options.log_file, "The file to write")->required();
    log_export->callback([&] {
        chosen = [&] {
            return with_config(options.config_file, [&](Config c) {
                return services::export_log(std::move(c), options.log_file);
            });
        };
    });

    add_user_commands(app, options, chosen);
    auto* search = app.add_subcommand("search", "The full-text index")->require_subcommand(1);
    plain(
        *search,
        "rebuild",
        "Build the index anew beside the live one; goes on where it was stopped",
        services::rebuild_search
    );
    add_kle_commands(app, options, chosen);
    add_demo_commands(app, options, chosen);

    auto* config = app.add_subcommand("config", "The settings")->require_subcommand(1);
    plain(*config, "check", "Read the settings and print what is in effect", [](const Config& c) {
        std::cout << services::explain(c);
        const auto types = services::CaseTypes::with_own(services::own_case_types(c));
        if (types.has_value()) return 0;
        std::cerr << "saglig: " << types.error().detail << '\n';
        return 2;
    });
    add_worker_commands(app, chosen);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Saglig: cases, documents and post of a public authority"};
    app.set_version_flag("--version", "saglig " SAGLIG_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    Options options;
    app.add_option("-c,--config", options.config_file, "Settings (TOML); see packaging/saglig.example.toml")
        ->envname("SAGLIG_CONFIG");
    Act chosen;
    add_commands(app, options, chosen);
    CLI11_PARSE(app, argc, argv);
    try {
        return chosen();
    } catch (const std::exception& e) {
        std::cerr << "saglig: " << e.what() << '\n';
        return 1;
    }
}
