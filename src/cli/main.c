#include "cli/cli.h"

#include <stdio.h>

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
};

static const struct command COMMANDS[] = {
    {"serve", cli_serve, "answer requests on a database"},
    {"demo", cli_demo, "build the demo world in a new database"},
    {"migrate", cli_migrate, "bring a database up to date"},
    {"admin", cli_admin, "make a person who can sign in"},
    {"check", cli_check, "recount a database and name what is wrong"},
    {"watch", cli_watch, "do once what the clock does: reminders, supervision"},
    {"rejudge", cli_rejudge, "what another edition would say of the stored records"},
    {"export", cli_export, "write a ledger as XLSX or CSV"},
    {"import", cli_import, "take in a table of XLSX or CSV"},
    {"backup", cli_backup, "copy a database in use"},
    {"openapi", cli_openapi, "the addresses as OpenAPI 3.1"},
    {"types", cli_types, "the addresses as TypeScript"},
    {"match", cli_match, "find the service items that texts of a CSV file are about"},
    {"evaluate", cli_evaluate, "judge the cases of a file of regulation and readings"},
    {"regulation", cli_regulation, "check edition files, or print their schema"},
};

static void usage(FILE *to)
{
    (void)fprintf(to, "usage: qh COMMAND [ARGUMENTS]\n       qh --version\n\n");
    for (size_t i = 0; i < LEN(COMMANDS); i++)
        (void)fprintf(to, "  %-10s %s\n", COMMANDS[i].name, COMMANDS[i].help);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        usage(stderr);
        return qh_status_exit(QH_INVALID);
    }
    if (str_equal(argv[1], "--version")) {
        (void)printf("qh %s\n", QH_VERSION);
        return 0;
    }
    if (str_equal(argv[1], "--help") || str_equal(argv[1], "help")) {
        usage(stdout);
        return 0;
    }
    for (size_t i = 0; i < LEN(COMMANDS); i++)
        if (str_equal(argv[1], COMMANDS[i].name))
            return COMMANDS[i].run(argc - 1, argv + 1);
    (void)fprintf(stderr, "qh: no command '%s'\n", argv[1]);
    usage(stderr);
    return qh_status_exit(QH_INVALID);
}
