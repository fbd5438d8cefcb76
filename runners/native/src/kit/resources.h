// What the process has used so far, by the kernel's count.
#pragma once
#include <stdbool.h>
#include <stdint.h>

struct resources {
    int64_t user_ns;
    int64_t system_ns;
    int64_t voluntary;
    int64_t involuntary;
    int64_t peak_bytes;
    /// False where the system does not report the times of threads.
    bool has_threads;
    int64_t run_ns;
    int64_t wait_ns;
};

struct resources resources_read(void);
/// All but the peak are differences.
struct resources resources_since(const struct resources *before, const struct resources *after);
