// What all workloads of file_watch do: read after each notice, tell the writer, go on when it answers.
#pragma once
#include "workloads/folder.h"
#include "workloads/writer.h"

struct file_watch {
    struct job *job;
    struct folder folder;
    struct writer writer;
    uint16_t modified;
    uint16_t settled;
    uint16_t stray;
    /// Seen in this round.
    uint32_t changes;
    bool in_round;
    int64_t begun;
    /// When the last of the final states was first held.
    int64_t last_held;
    /// Each `SETTLED` gives a sample: when the state was first held.
    bool writer_samples;
    /// Every answer but the last is followed by `GO`; else only `ACTED` is.
    bool goes_at_once;
    /// What `DONE` gave.
    uint32_t done;
    /// Called instead of what a round does, while there is none.
    void (*changed_outside)(struct file_watch *self, const struct watched_file *file);
};

/// Opens the watch of that subfolder, "" for the directory itself, and the wire. The struct is zeroed.
void file_watch_open(struct file_watch *watch, struct job *job, const char *subfolder, const char *before,
                     const char *after);
/// From the first `GO` to `DONE`.
void file_watch_round(struct file_watch *watch);
void file_watch_close(struct file_watch *watch);
