// The texts of JSON: escapes to UTF-8.
#pragma once
#include <stdbool.h>
#include <stddef.h>

/// The quotation mark that ends the text whose first byte is `at`; null where there is none before `end`.
const char *json_text_end(const char *at, const char *end);

/// `to` has room for as many bytes as there are, and one. False where an escape or a byte is not allowed.
bool json_text_decode(const char *at, const char *end, char *to, size_t *length);
