// What tells of changes in a watched folder, and reads its files: inotify and system calls.
#pragma once
#include "loop.h"

struct folder_source {
    struct watch watch;
    int directory;
    uint8_t *notices;
};
