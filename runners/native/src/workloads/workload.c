// What a workload gets: parameters, kinds, endpoints, and the way to fail.
#include "workloads/workload.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void job_fail(struct job *job, const char *format, ...) {
    loop_stop(job->loop);
    if (job->failed) return;
    job->failed = true;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(job->reason, sizeof job->reason, format, arguments);
    va_end(arguments);
}

void job_fail_errno(struct job *job, const char *what, int error) { job_fail(job, "%s: %s", what, strerror(error)); }

int64_t job_integer(struct job *job, const char *name, int64_t smallest, int64_t largest) {
    const struct json *value = json_member(job->params, name);
    bool good = value != NULL && value->type == JSON_NUMBER && value->number == trunc(value->number) &&
                value->number >= (double)smallest && value->number <= (double)largest;
    if (good) return (int64_t)value->number;
    job->bad_params = true;
    job_fail(job, "the parameter %s must be a whole number from %" PRId64 " to %" PRId64, name, smallest, largest);
    return smallest;
}

int job_word(struct job *job, const char *name, const char *const *words) {
    const struct json *value = json_member(job->params, name);
    for (int i = 0; words[i] != NULL; i++)
        if (json_is_text(value, words[i])) return i;
    job->bad_params = true;
    job_fail(job, "the parameter %s has no value that this workload knows", name);
    return 0;
}

uint16_t job_kind(struct job *job, const char *name) {
    for (const struct json *kind = job->alphabet->first; kind != NULL; kind = kind->next)
        if (json_is_text(json_member(kind, "name"), name)) return (uint16_t)json_member(kind, "code")->number;
    job->bad_params = true;
    job_fail(job, "the alphabet has no kind %s", name);
    return 0;
}

const struct json *job_endpoint(const struct job *job, const char *name) {
    const struct json *found = json_member(job->round_endpoints, name);
    return found != NULL ? found : json_member(job->endpoints, name);
}
