// What tells of changes in a watched folder, and reads its files: uv_fs_event, and uv_fs without callbacks.
#pragma once
#include "loop.h"

struct folder_source {
    /// Null: it was never opened.
    uv_fs_event_t *event;
    char *path;
};
