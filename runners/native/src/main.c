// The native runner: what the kernel and a plain loop in C cost, as a floor under every other row.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/clock.h"
#include "session/identity.h"
#include "session/session.h"
#include "session/tokens.h"

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "--version") == 0) {
        puts(runtime_version());
        return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
    }
    if (count != 1) {
        fprintf(stderr, "usage: %s [--version]; without it, the messages of evenloop come on stdin\n", arguments[0]);
        return 2;
    }
    // Before any file is opened, which might get the number 3.
    bool has_tokens = tokens_are_there();
    clock_begin();
    signal(SIGPIPE, SIG_IGN);
    static struct session session;
    session_open(&session, has_tokens);
    session_run(&session);
    session_close(&session);
    return EXIT_SUCCESS;
}
