// What tells of changes in a watched folder, and reads its files: inotify and system calls.
#include "folder_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/folder.h"
#include "workloads/sockets.h"

static const uint32_t MASK = IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;

static void source_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct folder *folder = CONTAINER(self, struct folder, source.watch);
    int64_t count = read_some(self->fd, folder->source.notices, READ_BYTES);
    if (count == -EAGAIN) return;
    if (count <= 0) {
        job_fail_errno(folder->job, "inotify", (int)-count);
        return;
    }
    for (int64_t at = 0; at < count;) {
        const struct inotify_event *notice = (const void *)(folder->source.notices + at);
        at += (int64_t)(sizeof *notice + notice->len);
        if ((notice->mask & IN_Q_OVERFLOW) != 0) folder_examine_all(folder);
        else if (notice->len > 0 && (notice->mask & IN_ISDIR) == 0) folder_examine(folder, notice->name);
    }
}

int folder_source_open(struct folder *folder, const char *path) {
    struct folder_source *source = &folder->source;
    source->notices = must_allocate(READ_BYTES, 1);
    source->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    source->watch = (struct watch){.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .ready = source_ready};
    if (source->directory < 0 || source->watch.fd < 0 || inotify_add_watch(source->watch.fd, path, MASK) < 0)
        return errno;
    return loop_watch(folder->job->loop, &source->watch, LOOP_READ);
}

uint32_t folder_source_digest(struct folder *folder, const char *name) {
    int file = openat(folder->source.directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return folder->absent;
    uint32_t digest = 0;
    int64_t count;
    while ((count = read_some(file, folder->content, READ_BYTES)) > 0)
        digest = crc32(digest, folder->content, (size_t)count);
    close(file);
    return count < 0 ? folder->absent : digest;
}

void folder_source_close(struct folder *folder) {
    struct folder_source *source = &folder->source;
    // Null: it was never opened.
    if (source->notices == NULL) return;
    if (source->watch.fd >= 0) {
        loop_unwatch(folder->job->loop, &source->watch);
        close(source->watch.fd);
    }
    if (source->directory >= 0) close(source->directory);
    free(source->notices);
}
