// JSON as RFC 8259 has it: one value from one line.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "kit/arena.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT };

struct json {
    enum json_type type;
    double number;
    /// Of a text: UTF-8, ended by a zero byte that `length` does not count.
    const char *text;
    size_t length;
    /// Of a list or an object.
    struct json *first;
    /// Within a list or an object; `name` only within an object.
    struct json *next;
    const struct json *name;
};

/// Null where the bytes are not one JSON value and nothing else.
const struct json *json_read(struct arena *arena, const char *bytes, size_t length);

/// The last member of that name; null where there is none, or `object` is no object.
const struct json *json_member(const struct json *object, const char *name);
bool json_is_text(const struct json *value, const char *text);
/// Characters, not bytes.
size_t json_characters(const struct json *text);
