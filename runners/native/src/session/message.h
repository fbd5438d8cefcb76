// A line of the harness as a message: schema/harness-message.schema.json by hand.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "kit/arena.h"
#include "kit/json.h"

enum kind { KIND_HELLO, KIND_CLOCK, KIND_PREPARE, KIND_ROUND, KIND_SLICES, KIND_FINISH, KIND_HALT, KIND_COUNT };

struct message {
    enum kind kind;
    const char *name;
    int64_t id;
    /// The whole of it; every field that the kind must have is there and has the right form.
    const struct json *body;
};

enum { WHY_BYTES = 256 };

/// False where the line is no message; then `why` says why not.
bool message_read(struct arena *arena, const char *line, size_t length, struct message *message, char why[WHY_BYTES]);

/// A number, of a field that is known to be an integer.
int64_t message_integer(const struct json *object, const char *name);
/// A text, of a field that is known to be one.
const char *message_text(const struct json *object, const char *name);
