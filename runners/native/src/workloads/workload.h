// What a workload gets, and what it is.
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "kit/json.h"
#include "loop.h"
#include "kit/numbers.h"
#include "kit/recorder.h"

enum { REASON_BYTES = 1024, PUBLISHED_MOST = 4 };

/// What the workload listens on.
struct published {
    const char *name;
    /// 0 where `path` is meant.
    uint16_t port;
    const char *path;
};

/// One invocation, as the workload sees it.
struct job {
    struct loop *loop;
    struct recorder *recorder;
    const struct json *params;
    const struct json *alphabet;
    /// Of `prepare`, and of the round where there is one.
    const struct json *endpoints;
    const struct json *round_endpoints;
    const char *directory;
    uint8_t nonce[NONCE_BYTES];
    uint32_t seed;
    /// This round is `purpose: "traced"`.
    bool traced;
    /// What the round answers; a workload counts it.
    uint64_t operations;
    bool failed;
    /// The parameters are at fault, not the workload.
    bool bad_params;
    char reason[REASON_BYTES];
    struct published published[PUBLISHED_MOST];
    int published_count;
    /// Of the workload itself.
    void *state;
};

struct workload {
    const char *scenario;
    void (*open)(struct job *job);
    void (*round)(struct job *job);
    /// Null where there are no slices.
    void (*slice)(struct job *job, uint32_t operations);
    void (*close)(struct job *job);
};

/// Both stop the loop. The first sentence stays.
void job_fail(struct job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));
void job_fail_errno(struct job *job, const char *what, int error);

/// A parameter that must be a whole number from `smallest` to `largest`; else the job fails, and it is `smallest`.
int64_t job_integer(struct job *job, const char *name, int64_t smallest, int64_t largest);
/// A parameter that must be one of the words, which end with null: its place among them.
int job_word(struct job *job, const char *name, const char *const *words);
/// The code of a kind of event; the job fails where the alphabet has none.
uint16_t job_kind(struct job *job, const char *name);
/// Null where there is none.
const struct json *job_endpoint(const struct job *job, const char *name);

static inline void job_emit(struct job *job, uint16_t kind, uint32_t key, uint32_t id, uint32_t digest) {
    recorder_emit(job->recorder, kind, key, id, digest);
}

static inline void job_sample(struct job *job, int64_t nanoseconds) { recorder_sample(job->recorder, nanoseconds); }
