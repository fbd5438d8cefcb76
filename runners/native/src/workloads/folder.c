// A watched folder: one watch, and what each of its files held when it was last read.
#include "workloads/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/clock.h"
#include "kit/die.h"
#include "workloads/sockets.h"

enum { FIRST_CAPACITY = 64, NAME_BYTES = 64 };

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

static void examine(struct folder *folder, struct watched_file *file) {
    uint32_t digest = folder_source_digest(folder, file->name);
    uint32_t before = file->digest;
    if (digest == before) return;
    file->digest = digest;
    file->held_at = clock_now();
    folder->changed(folder, file, before);
}

void folder_examine(struct folder *folder, const char *name) { examine(folder, folder_named(folder, name)); }

void folder_examine_all(struct folder *folder) {
    for (size_t place = 0; place < folder->count && !folder->job->failed; place++)
        examine(folder, &folder->files[place]);
}

/// Learns what each file holds, when the watch is armed already.
static void take_snapshot(struct folder *folder, const char *path) {
    DIR *entries = opendir(path);
    if (entries == NULL) {
        job_fail_errno(folder->job, "the folder cannot be read", errno);
        return;
    }
    for (struct dirent *entry; (entry = readdir(entries)) != NULL;)
        if (entry->d_type == DT_REG) {
            struct watched_file *file = folder_named(folder, entry->d_name);
            file->digest = folder_source_digest(folder, file->name);
        }
    closedir(entries);
}

void folder_open(struct folder *folder, struct job *job, const char *path, const char *before, uint32_t keys,
                 const char *after, uint32_t absent) {
    folder->job = job;
    folder->absent = absent;
    folder->content = must_allocate(READ_BYTES, 1);
    for (uint32_t key = 0; key < keys; key++) {
        char name[NAME_BYTES];
        snprintf(name, sizeof name, "%s%u%s", before, key, after);
        find_or_add(folder, name, key);
    }
    int error = folder_source_open(folder, path);
    if (error != 0) job_fail_errno(job, "the folder cannot be watched", error);
    else take_snapshot(folder, path);
}

void folder_close(struct folder *folder) {
    if (folder->job == NULL) return;
    folder_source_close(folder);
    for (size_t place = 0; place < folder->count; place++) free(folder->files[place].name);
    free(folder->files);
    free(folder->slots);
    free(folder->content);
}
