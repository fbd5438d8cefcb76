// Tokens on file descriptor 3, each of which requests a slice and gets one byte.
#include "session/tokens.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kit/numbers.h"

enum { TOKEN_FILE = 3, TOKEN_BYTES = 4 };

bool tokens_are_there(void) {
    struct stat status;
    if (fstat(TOKEN_FILE, &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
    return fcntl(TOKEN_FILE, F_SETFD, FD_CLOEXEC) == 0;
}

uint32_t token_read(void) {
    uint8_t token[TOKEN_BYTES];
    for (size_t came = 0; came < TOKEN_BYTES;) {
        ssize_t count = read(TOKEN_FILE, token + came, TOKEN_BYTES - came);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) exit(EXIT_SUCCESS);
        came += (size_t)count;
    }
    return get_u32(token);
}

void token_answer(bool done) {
    uint8_t byte = done ? 1 : 0;
    ssize_t count;
    do count = write(TOKEN_FILE, &byte, 1);
    while (count < 0 && errno == EINTR);
    if (count != 1) exit(EXIT_SUCCESS);
}
