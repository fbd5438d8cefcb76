// A watched folder: one inotify watch, and what each of its files held when it was last read.
#include "workloads/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/sockets.h"

enum { FIRST_CAPACITY = 64, NAME_BYTES = 64 };
static const uint32_t MASK = IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO;

static size_t slot_of(const struct folder *folder, const char *name) {
    size_t at = crc32(0, name, strlen(name)) & (folder->slot_count - 1);
    while (folder->slots[at] != 0 && strcmp(folder->files[folder->slots[at] - 1].name, name) != 0)
        at = (at + 1) & (folder->slot_count - 1);
    return at;
}

static void grow(struct folder *folder) {
    folder->capacity = folder->capacity > 0 ? 2 * folder->capacity : FIRST_CAPACITY;
    folder->files = must_resize(folder->files, folder->capacity, sizeof *folder->files);
    folder->slot_count = 2 * folder->capacity;
    free(folder->slots);
    folder->slots = must_allocate(folder->slot_count, sizeof *folder->slots);
    for (size_t place = 0; place < folder->count; place++)
        folder->slots[slot_of(folder, folder->files[place].name)] = place + 1;
}

static struct watched_file *find_or_add(struct folder *folder, const char *name, uint32_t key) {
    if (folder->count == folder->capacity) grow(folder);
    size_t slot = slot_of(folder, name);
    if (folder->slots[slot] != 0) return &folder->files[folder->slots[slot] - 1];
    struct watched_file *file = &folder->files[folder->count++];
    folder->slots[slot] = folder->count;
    size_t bytes = strlen(name) + 1;
    *file = (struct watched_file){.name = must_allocate(bytes, 1), .key = key, .digest = folder->absent};
    memcpy(file->name, name, bytes);
    return file;
}

struct watched_file *folder_named(struct folder *folder, const char *name) {
    return find_or_add(folder, name, STRAY_KEY);
}

/// CRC-32 of what it holds by now.
static uint32_t read_digest(struct folder *folder, const char *name) {
    int file = openat(folder->directory, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return folder->absent;
    uint32_t digest = 0;
    int64_t count;
    while ((count = read_some(file, folder->content, READ_BYTES)) > 0)
        digest = crc32(digest, folder->content, (size_t)count);
    close(file);
    return count < 0 ? folder->absent : digest;
}

static void examine(struct folder *folder, struct watched_file *file) {
    uint32_t digest = read_digest(folder, file->name);
    uint32_t before = file->digest;
    if (digest == before) return;
    file->digest = digest;
    file->held_at = clock_now();
    folder->changed(folder, file, before);
}

/// The kernel dropped notices: any file may have changed.
static void examine_all(struct folder *folder) {
    for (size_t place = 0; place < folder->count && !folder->job->failed; place++)
        examine(folder, &folder->files[place]);
}

static void folder_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct folder *folder = CONTAINER(self, struct folder, watch);
    int64_t count = read_some(self->fd, folder->notices, READ_BYTES);
    if (count == -EAGAIN) return;
    if (count <= 0) {
        job_fail_errno(folder->job, "inotify", (int)-count);
        return;
    }
    for (int64_t at = 0; at < count;) {
        const struct inotify_event *notice = (const void *)(folder->notices + at);
        at += (int64_t)(sizeof *notice + notice->len);
        if ((notice->mask & IN_Q_OVERFLOW) != 0) examine_all(folder);
        else if (notice->len > 0 && (notice->mask & IN_ISDIR) == 0) examine(folder, folder_named(folder, notice->name));
    }
}

/// Learns what each file holds, when the watch is armed already.
static void take_snapshot(struct folder *folder) {
    DIR *entries = fdopendir(dup(folder->directory));
    if (entries == NULL) {
        job_fail_errno(folder->job, "the folder cannot be read", errno);
        return;
    }
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (entry->d_type == DT_REG) {
            struct watched_file *file = folder_named(folder, entry->d_name);
            file->digest = read_digest(folder, file->name);
        }
    closedir(entries);
}

void folder_open(struct folder *folder, struct job *job, const char *path, const char *before, uint32_t keys,
                 const char *after, uint32_t absent) {
    folder->job = job;
    folder->absent = absent;
    folder->notices = must_allocate(READ_BYTES, 1);
    folder->content = must_allocate(READ_BYTES, 1);
    for (uint32_t key = 0; key < keys; key++) {
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "%s%u%s", before, key, after);
        find_or_add(folder, name, key);
    }
    folder->directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    folder->watch = (struct watch){.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC), .ready = folder_ready};
    int error = 0;
    if (folder->directory < 0 || folder->watch.fd < 0 || inotify_add_watch(folder->watch.fd, path, MASK) < 0)
        error = errno;
    if (error == 0) error = loop_watch(job->loop, &folder->watch, EPOLLIN);
    if (error != 0) job_fail_errno(job, "the folder cannot be watched", error);
    else take_snapshot(folder);
}

void folder_close(struct folder *folder) {
    if (folder->job == NULL) return;
    if (folder->watch.fd >= 0) {
        loop_unwatch(folder->job->loop, &folder->watch);
        close(folder->watch.fd);
    }
    if (folder->directory >= 0) close(folder->directory);
    for (size_t place = 0; place < folder->count; place++) free(folder->files[place].name);
    free(folder->files);
    free(folder->slots);
    free(folder->notices);
    free(folder->content);
}
