// The request `slices`: tokens on file descriptor 3, a slice for each, their times in memory until the end.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/clock.h"
#include "kit/die.h"
#include "session/session.h"
#include "session/tokens.h"

struct table {
    size_t capacity;
    size_t count;
    double *starts;
    double *ends;
    double *cpu_starts;
    double *cpu_ends;
    uint32_t *operations;
    uint64_t sum;
};

/// Touched, too: no slice may be the first to use a page.
static void *rows(size_t count, size_t width) {
    void *memory = must_allocate(count, width);
    memset(memory, 1, count * width);
    return memory;
}

static struct table table_open(size_t capacity) {
    return (struct table){
        .capacity = capacity,
        .starts = rows(capacity, sizeof(double)),
        .ends = rows(capacity, sizeof(double)),
        .cpu_starts = rows(capacity, sizeof(double)),
        .cpu_ends = rows(capacity, sizeof(double)),
        .operations = rows(capacity, sizeof(uint32_t)),
    };
}

static void table_free(struct table *table) {
    free(table->starts);
    free(table->ends);
    free(table->cpu_starts);
    free(table->cpu_ends);
    free(table->operations);
}

static void run_slice(struct session *session, struct table *table, uint32_t operations) {
    int64_t cpu_start = clock_cpu();
    int64_t start = clock_now();
    session->workload->slice(&session->job, operations);
    int64_t end = clock_now();
    int64_t cpu_end = clock_cpu();
    size_t at = table->count++;
    table->starts[at] = (double)start;
    table->ends[at] = (double)end;
    table->cpu_starts[at] = (double)cpu_start;
    table->cpu_ends[at] = (double)cpu_end;
    table->operations[at] = operations;
    table->sum += operations;
}

/// Null, or the code of what went wrong. The token of a slice that failed has got its byte.
static const char *run_slices(struct session *session, struct table *table) {
    for (uint32_t operations; (operations = token_read()) != 0;) {
        if (table->count == table->capacity) {
            token_answer(false);
            return "too-many-slices";
        }
        run_slice(session, table, operations);
        if (session->job.failed) {
            token_answer(false);
            return "workload";
        }
        token_answer(true);
    }
    return NULL;
}

static void report(struct session *session, int64_t id, const struct table *table) {
    const struct column columns[] = {
        {table->starts, sizeof(double)},   {table->ends, sizeof(double)},         {table->cpu_starts, sizeof(double)},
        {table->cpu_ends, sizeof(double)}, {table->operations, sizeof(uint32_t)},
    };
    struct segment segment = {.there = true, .count = table->count};
    if (!sidecar_append(&session->samples, LAYOUT_SLICES, columns, sizeof columns / sizeof *columns, table->count,
                        &segment.offset))
        die("the file of samples cannot be written: %s", strerror(errno));
    session->totals.slices += table->count;
    session->totals.operations += table->sum;
    reply_sliced(id, table->sum, &segment);
}

void session_slices(struct session *session, const struct message *message) {
    if (session->workload->slice == NULL) {
        reply_failed(message->id, "no-slice", "this scenario cannot be sliced in this style");
        return;
    }
    if (!session->has_tokens) {
        reply_refused(message->id, "unsupported", "file descriptor 3 is no socket");
        return;
    }
    session->job.traced = false;
    session->job.failed = false;
    session->loop.stopped = false;
    session->may_halt = false;
    struct table table = table_open((size_t)message_integer(message->body, "capacity"));
    const char *wrong = run_slices(session, &table);
    if (wrong == NULL) report(session, message->id, &table);
    else
        reply_failed(message->id, wrong,
                     session->job.failed ? session->job.reason
                                         : "a token came behind as many slices as were announced");
    table_free(&table);
}
