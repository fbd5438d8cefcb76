// What the fields of messages may hold.
#pragma once
#include <stdbool.h>

#include "kit/json.h"

struct field {
    const char *name;
    bool required;
    bool (*is)(const struct json *value);
};

/// The name of the first field that is missing or has another form; null where there is none. The list ends with an
/// empty one.
const char *wrong_field(const struct json *object, const struct field *fields);

bool is_count(const struct json *value);
bool is_positive(const struct json *value);
bool is_u32(const struct json *value);
bool is_name(const struct json *value);
bool is_path(const struct json *value);
bool is_nonce(const struct json *value);
bool is_harness(const struct json *value);
bool is_params(const struct json *value);
bool is_endpoints(const struct json *value);
bool is_sidecar(const struct json *value);
bool is_alphabet(const struct json *value);
bool is_capacity(const struct json *value);
bool is_block(const struct json *value);
bool is_slice_capacity(const struct json *value);
bool is_purpose(const struct json *value);
bool is_record(const struct json *value);
bool is_stalls(const struct json *value);
