// A watched folder: one watch, and what each of its files held when it was last read.
#pragma once
#include "folder_source.h"
#include "workloads/workload.h"

/// The key of all files that the writer leaves alone.
#define STRAY_KEY UINT32_MAX
/// The digest of no bytes, and what stands for a file that is not there.
#define EMPTY 0U
#define ABSENT UINT32_MAX

struct watched_file {
    char *name;
    /// What the writer calls the file, or STRAY_KEY.
    uint32_t key;
    uint32_t digest;
    /// When that content was first held.
    int64_t held_at;
};

struct folder {
    struct job *job;
    struct folder_source source;
    /// What stands for the digest of a file that cannot be read.
    uint32_t absent;
    /// Those with a key stand at that place.
    struct watched_file *files;
    size_t count;
    size_t capacity;
    /// A table by open addressing: places in `files` from 1, 0 where a slot is free. Its size is a power of two.
    size_t *slots;
    size_t slot_count;
    uint8_t *content;
    void (*changed)(struct folder *self, struct watched_file *file, uint32_t before);
};

/// Watches `path`. The names of the first `keys` files are `before`, the key, and `after`. Fails the job where it
/// cannot.
void folder_open(struct folder *folder, struct job *job, const char *path, const char *before, uint32_t keys,
                 const char *after, uint32_t absent);
/// A file that is not known is a stray that was not there before. The pointer holds until the next call.
struct watched_file *folder_named(struct folder *folder, const char *name);
void folder_close(struct folder *folder);

/// Of a notice of this file: reads it, and calls `changed` where it holds something else.
void folder_examine(struct folder *folder, const char *name);
/// The kernel dropped notices: any file may have changed.
void folder_examine_all(struct folder *folder);

/// What each loop does in its own way. Watches; 0, or the number of the error.
int folder_source_open(struct folder *folder, const char *path);
/// CRC-32 of what the file holds by now.
uint32_t folder_source_digest(struct folder *folder, const char *name);
void folder_source_close(struct folder *folder);
