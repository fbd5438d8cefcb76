// JSON as RFC 8259 has it: one value from one line.
#include "kit/json.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "kit/json-text.h"

/// Deeper values are refused: each level costs a call.
enum { DEEPEST = 256 };

struct reader {
    struct arena *arena;
    const char *at;
    const char *end;
    int depth;
};

static struct json *read_value(struct reader *reader);

static void skip_space(struct reader *reader) {
    while (reader->at < reader->end && strchr(" \t\r\n", *reader->at) != NULL && *reader->at != '\0') reader->at++;
}

static bool take(struct reader *reader, char wanted) {
    skip_space(reader);
    if (reader->at >= reader->end || *reader->at != wanted) return false;
    reader->at++;
    return true;
}

static struct json *make(struct reader *reader, enum json_type type) {
    struct json *value = arena_take(reader->arena, sizeof *value);
    value->type = type;
    return value;
}

static bool is_digit(const struct reader *reader) {
    return reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9';
}

static bool skip_digits(struct reader *reader) {
    if (!is_digit(reader)) return false;
    while (is_digit(reader)) reader->at++;
    return true;
}

/// Moves behind a number that JSON allows; `strtod` alone would also read hexadecimal digits, signs and names.
static bool skip_number(struct reader *reader) {
    if (reader->at < reader->end && *reader->at == '-') reader->at++;
    if (reader->at < reader->end && *reader->at == '0') reader->at++;
    else if (!skip_digits(reader)) return false;
    if (reader->at < reader->end && *reader->at == '.') {
        reader->at++;
        if (!skip_digits(reader)) return false;
    }
    if (reader->at < reader->end && (*reader->at == 'e' || *reader->at == 'E')) {
        reader->at++;
        if (reader->at < reader->end && (*reader->at == '+' || *reader->at == '-')) reader->at++;
        if (!skip_digits(reader)) return false;
    }
    return true;
}

static struct json *read_number(struct reader *reader) {
    const char *begin = reader->at;
    if (!skip_number(reader)) return NULL;
    size_t length = (size_t)(reader->at - begin);
    char *copy = arena_take(reader->arena, length + 1);
    memcpy(copy, begin, length);
    struct json *value = make(reader, JSON_NUMBER);
    value->number = strtod(copy, NULL);
    return isfinite(value->number) ? value : NULL;
}

static struct json *read_word(struct reader *reader, const char *word, enum json_type type) {
    size_t length = strlen(word);
    if ((size_t)(reader->end - reader->at) < length || memcmp(reader->at, word, length) != 0) return NULL;
    reader->at += length;
    return make(reader, type);
}

static struct json *read_text(struct reader *reader) {
    struct json *value = make(reader, JSON_TEXT);
    reader->at++;
    const char *end = json_text_end(reader->at, reader->end);
    if (end == NULL) return NULL;
    char *copy = arena_take(reader->arena, (size_t)(end - reader->at) + 1);
    value->text = copy;
    if (!json_text_decode(reader->at, end, copy, &value->length)) return NULL;
    reader->at = end + 1;
    return value;
}

static struct json *read_member(struct reader *reader) {
    skip_space(reader);
    if (reader->at >= reader->end || *reader->at != '"') return NULL;
    const struct json *name = read_text(reader);
    if (name == NULL || !take(reader, ':')) return NULL;
    struct json *value = read_value(reader);
    if (value != NULL) value->name = name;
    return value;
}

static struct json *read_many(struct reader *reader, enum json_type type, char close) {
    if (++reader->depth > DEEPEST) return NULL;
    struct json *many = make(reader, type);
    reader->at++;
    struct json **tail = &many->first;
    if (!take(reader, close)) {
        do {
            *tail = type == JSON_OBJECT ? read_member(reader) : read_value(reader);
            if (*tail == NULL) return NULL;
            tail = &(*tail)->next;
        } while (take(reader, ','));
        if (!take(reader, close)) return NULL;
    }
    reader->depth--;
    return many;
}

static struct json *read_value(struct reader *reader) {
    skip_space(reader);
    if (reader->at >= reader->end) return NULL;
    switch (*reader->at) {
        case '{': return read_many(reader, JSON_OBJECT, '}');
        case '[': return read_many(reader, JSON_LIST, ']');
        case '"': return read_text(reader);
        case 'n': return read_word(reader, "null", JSON_NULL);
        case 't': return read_word(reader, "true", JSON_TRUE);
        case 'f': return read_word(reader, "false", JSON_FALSE);
        default: return read_number(reader);
    }
}

const struct json *json_read(struct arena *arena, const char *bytes, size_t length) {
    struct reader reader = {.arena = arena, .at = bytes, .end = bytes + length};
    const struct json *value = read_value(&reader);
    skip_space(&reader);
    return reader.at == reader.end ? value : NULL;
}

bool json_is_text(const struct json *value, const char *text) {
    return value != NULL && value->type == JSON_TEXT && value->length == strlen(text) &&
           memcmp(value->text, text, value->length) == 0;
}

const struct json *json_member(const struct json *object, const char *name) {
    const struct json *found = NULL;
    if (object == NULL || object->type != JSON_OBJECT) return NULL;
    for (const struct json *member = object->first; member != NULL; member = member->next)
        if (json_is_text(member->name, name)) found = member;
    return found;
}

size_t json_characters(const struct json *text) {
    size_t characters = 0;
    for (size_t at = 0; at < text->length; at++) characters += ((uint8_t)text->text[at] & 0xc0) != 0x80;
    return characters;
}
