// The replies of the runner, each a line on stdout.
#include "session/reply.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "session/identity.h"
#include "workloads/catalogue.h"

/// In quotation marks; what JSON does not allow within them is escaped.
static void put_text(const char *text) {
    putchar('"');
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20) printf("\\u%04x", *at);
        else {
            if (*at == '"' || *at == '\\') putchar('\\');
            putchar(*at);
        }
    }
    putchar('"');
}

static void put_named(const char *name, const char *text) {
    printf(",\"%s\":", name);
    put_text(text);
}

static void put_segment(const char *name, const struct segment *segment) {
    if (segment->there)
        printf(",\"%s\":{\"offset\":%" PRIu64 ",\"count\":%" PRIu64 "}", name, segment->offset, segment->count);
    else printf(",\"%s\":null", name);
}

static void begin(const char *kind, int64_t id) {
    if (id < 0) printf("{\"kind\":\"%s\",\"id\":null", kind);
    else printf("{\"kind\":\"%s\",\"id\":%" PRId64, kind, id);
}

/// A harness that does not read any more is gone.
static void end(void) {
    puts("}");
    if (fflush(stdout) != 0) exit(EXIT_FAILURE);
}

void reply_refused(int64_t id, const char *code, const char *reason) {
    begin("refused", id);
    put_named("code", code);
    put_named("reason", reason);
    end();
}

void reply_failed(int64_t id, const char *code, const char *message) {
    begin("failed", id);
    put_named("code", code);
    put_named("message", message);
    printf(",\"definite\":false");
    end();
}

void reply_ready(int64_t id, bool has_tokens) {
    begin("ready", id);
    printf(",\"protocol\":%d,\"runner\":{\"id\":\"%s\",\"version\":\"%s\",\"homepage\":\"\"}", PROTOCOL, RUNNER_ID,
           RUNNER_VERSION);
    printf(",\"runtime\":{\"name\":\"%s\"", RUNTIME_NAME);
    put_named("version", runtime_version());
    put_named("loop", runtime_loop());
    put_named("executable", executable_path());
    printf("},\"clock\":{\"name\":\"CLOCK_MONOTONIC\",\"resolutionNs\":%" PRId64 ",\"epochNs\":\"%" PRId64 "\"}",
           clock_step(), clock_epoch());
    printf(",\"scenarios\":[");
    for (int i = 0; WORKLOADS[i] != NULL; i++)
        printf("%s{\"id\":\"%s\",\"styles\":[\"%s\"]}", i > 0 ? "," : "", WORKLOADS[i]->scenario, STYLE);
    printf("],\"capabilities\":[\"halt\",%s\"stalls\",\"trail\"]", has_tokens ? "\"slices\"," : "");
    end();
}

void reply_clock(int64_t id) {
    begin("clock", id);
    printf(",\"nowNs\":%" PRId64, clock_now());
    end();
}

void reply_prepared(int64_t id, const struct job *job) {
    begin("prepared", id);
    printf(",\"endpoints\":{");
    for (int i = 0; i < job->published_count; i++) {
        const struct published *published = &job->published[i];
        printf("%s\"%s\":{", i > 0 ? "," : "", published->name);
        if (published->path == NULL) printf("\"kind\":\"tcp\",\"host\":\"127.0.0.1\",\"port\":%d}", published->port);
        else {
            printf("\"kind\":\"unix\"");
            put_named("path", published->path);
            putchar('}');
        }
    }
    putchar('}');
    end();
}

static void put_counts(const struct rounded *rounded) {
    printf(",\"counts\":{");
    const struct json *kind = rounded->alphabet == NULL ? NULL : rounded->alphabet->first;
    for (const char *comma = ""; kind != NULL; kind = kind->next, comma = ",") {
        printf("%s", comma);
        put_text(json_member(kind, "name")->text);
        printf(":%" PRIu64, rounded->counts[(size_t)json_member(kind, "code")->number]);
    }
    putchar('}');
}

static void put_digests(const struct digests *digests) {
    printf(",\"digests\":[");
    for (size_t i = 0; i < digests->count; i++) {
        const struct digest *row = &digests->rows[i];
        printf("%s{\"key\":%" PRIu32, i > 0 ? "," : "", row->key);
        if (row->sequence_count > 0)
            printf(",\"sequence\":{\"count\":%" PRIu64 ",\"crc\":%" PRIu32 "}", row->sequence_count, row->sequence_crc);
        if (row->free_count > 0)
            printf(",\"free\":{\"count\":%" PRIu64 ",\"low\":%" PRIu32 ",\"high\":%" PRIu32 "}", row->free_count,
                   row->low, row->high);
        putchar('}');
    }
    putchar(']');
}

static void put_resources(const struct resources *used) {
    printf(",\"resources\":{\"userCpuNs\":%" PRId64 ",\"systemCpuNs\":%" PRId64, used->user_ns, used->system_ns);
    printf(",\"voluntarySwitches\":%" PRId64 ",\"involuntarySwitches\":%" PRId64, used->voluntary, used->involuntary);
    printf(",\"peakResidentBytes\":%" PRId64, used->peak_bytes);
    if (used->has_threads) printf(",\"runNs\":%" PRId64 ",\"waitNs\":%" PRId64, used->run_ns, used->wait_ns);
    else printf(",\"runNs\":null,\"waitNs\":null");
    printf(",\"gcPauseNs\":null}");
}

void reply_rounded(int64_t id, const struct rounded *rounded) {
    begin("rounded", id);
    printf(",\"round\":%" PRIu64 ",\"startNs\":%" PRId64 ",\"endNs\":%" PRId64, rounded->round, rounded->start_ns,
           rounded->end_ns);
    printf(",\"operations\":%" PRIu64, rounded->operations);
    put_counts(rounded);
    put_digests(rounded->digests);
    put_segment("samples", &rounded->samples);
    put_segment("events", &rounded->events);
    put_resources(&rounded->resources);
    if (rounded->stalls >= 0) printf(",\"stalls\":%d", rounded->stalls);
    end();
}

void reply_sliced(int64_t id, uint64_t operations, const struct segment *slices) {
    begin("sliced", id);
    printf(",\"operations\":%" PRIu64, operations);
    put_segment("slices", slices);
    end();
}

void reply_halted(int64_t id, uint64_t round, const struct segment *events) {
    begin("halted", id);
    printf(",\"round\":%" PRIu64, round);
    put_segment("events", events);
    end();
}

void reply_finished(int64_t id, const struct totals *totals) {
    begin("finished", id);
    printf(",\"totals\":{\"rounds\":%" PRIu64 ",\"slices\":%" PRIu64, totals->rounds, totals->slices);
    printf(",\"operations\":%" PRIu64 ",\"events\":%" PRIu64 "}", totals->operations, totals->events);
    end();
}
