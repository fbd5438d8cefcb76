// What the process has used so far, by the kernel's count.
#include "kit/resources.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>

#include "kit/clock.h"

enum { BYTES_PER_KIB = 1024 };

static int64_t nanoseconds(struct timeval time) {
    return (int64_t)time.tv_sec * NS_PER_S + (int64_t)time.tv_usec * NS_PER_US;
}

/// Adds the run and wait time of one thread.
static bool add_thread(const char *thread, struct resources *resources) {
    char path[64 + 256];
    snprintf(path, sizeof path, "/proc/self/task/%s/schedstat", thread);
    FILE *file = fopen(path, "re");
    if (file == NULL) return false;
    long long run;
    long long wait;
    bool there = fscanf(file, "%lld %lld", &run, &wait) == 2;
    if (there) {
        resources->run_ns += run;
        resources->wait_ns += wait;
    }
    fclose(file);
    return there;
}

static void read_threads(struct resources *resources) {
    DIR *threads = opendir("/proc/self/task");
    if (threads == NULL) return;
    for (struct dirent *thread; (thread = readdir(threads)) != NULL;)
        if (thread->d_name[0] != '.' && add_thread(thread->d_name, resources)) resources->has_threads = true;
    closedir(threads);
}

struct resources resources_read(void) {
    struct resources resources = {0};
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        resources.user_ns = nanoseconds(usage.ru_utime);
        resources.system_ns = nanoseconds(usage.ru_stime);
        resources.voluntary = usage.ru_nvcsw;
        resources.involuntary = usage.ru_nivcsw;
        resources.peak_bytes = (int64_t)usage.ru_maxrss * BYTES_PER_KIB;
    }
    read_threads(&resources);
    return resources;
}

static int64_t growth(int64_t before, int64_t after) { return after > before ? after - before : 0; }

struct resources resources_since(const struct resources *before, const struct resources *after) {
    return (struct resources){
        .user_ns = growth(before->user_ns, after->user_ns),
        .system_ns = growth(before->system_ns, after->system_ns),
        .voluntary = growth(before->voluntary, after->voluntary),
        .involuntary = growth(before->involuntary, after->involuntary),
        .peak_bytes = after->peak_bytes,
        .has_threads = before->has_threads && after->has_threads,
        .run_ns = growth(before->run_ns, after->run_ns),
        .wait_ns = growth(before->wait_ns, after->wait_ns),
    };
}
