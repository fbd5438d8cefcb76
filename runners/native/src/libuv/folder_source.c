// What tells of changes in a watched folder, and reads its files: uv_fs_event, and uv_fs without callbacks.
#include "folder_source.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/die.h"
#include "workloads/folder.h"
#include "workloads/sockets.h"

/// libuv says nothing of a queue that overflowed.
static void folder_noticed(uv_fs_event_t *event, const char *name, int events, int status) {
    (void)events;
    struct folder *folder = event->data;
    if (status < 0) job_fail_errno(folder->job, "uv_fs_event", -status);
    else if (name != NULL) folder_examine(folder, name);
}

int folder_source_open(struct folder *folder, const char *path) {
    struct folder_source *source = &folder->source;
    size_t bytes = strlen(path) + 1;
    source->path = must_allocate(bytes, 1);
    memcpy(source->path, path, bytes);
    source->event = must_allocate(1, sizeof *source->event);
    int result = uv_fs_event_init(&folder->job->loop->uv, source->event);
    if (result < 0) die("uv_fs_event_init: %s", uv_strerror(result));
    source->event->data = folder;
    return -uv_fs_event_start(source->event, folder_noticed, path, 0);
}

static int64_t read_into(uv_loop_t *loop, uv_file file, uint8_t *content) {
    uv_fs_t request;
    uv_buf_t buffer = uv_buf_init((char *)content, READ_BYTES);
    int64_t count = uv_fs_read(loop, &request, file, &buffer, 1, -1, NULL);
    uv_fs_req_cleanup(&request);
    return count;
}

uint32_t folder_source_digest(struct folder *folder, const char *name) {
    uv_loop_t *loop = &folder->job->loop->uv;
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", folder->source.path, name) >= (int)sizeof path) return folder->absent;
    uv_fs_t request;
    uv_file file = uv_fs_open(loop, &request, path, O_RDONLY | O_NONBLOCK, 0, NULL);
    uv_fs_req_cleanup(&request);
    if (file < 0) return folder->absent;
    uint32_t digest = 0;
    int64_t count;
    while ((count = read_into(loop, file, folder->content)) > 0)
        digest = crc32(digest, folder->content, (size_t)count);
    uv_fs_close(loop, &request, file, NULL);
    uv_fs_req_cleanup(&request);
    return count < 0 ? folder->absent : digest;
}

static void free_event(uv_handle_t *handle) { free(handle); }

void folder_source_close(struct folder *folder) {
    struct folder_source *source = &folder->source;
    if (source->event != NULL) uv_close((uv_handle_t *)source->event, free_event);
    free(source->path);
}
