// What the fields of messages may hold.
#include "session/fields.h"

#include <math.h>
#include <string.h>

static const double LARGEST = 9007199254740991.0;

const char *wrong_field(const struct json *object, const struct field *fields) {
    if (object->type != JSON_OBJECT) return "not an object";
    for (const struct field *field = fields; field->name != NULL; field++) {
        const struct json *value = json_member(object, field->name);
        if (value == NULL ? field->required : !field->is(value)) return field->name;
    }
    return NULL;
}

static bool is_integer(const struct json *value, double smallest, double largest) {
    return value->type == JSON_NUMBER && value->number >= smallest && value->number <= largest &&
           value->number == trunc(value->number);
}

static bool is_text(const struct json *value, size_t shortest, size_t longest) {
    if (value->type != JSON_TEXT) return false;
    size_t characters = json_characters(value);
    return characters >= shortest && characters <= longest;
}

static bool is_one_of(const struct json *value, const char *const *words) {
    for (; *words != NULL; words++)
        if (json_is_text(value, *words)) return true;
    return false;
}

bool is_count(const struct json *value) { return is_integer(value, 0, LARGEST); }

bool is_positive(const struct json *value) { return is_integer(value, 1, LARGEST); }

bool is_u32(const struct json *value) { return is_integer(value, 0, 4294967295.0); }

bool is_name(const struct json *value) { return is_text(value, 1, 200); }

bool is_path(const struct json *value) { return is_text(value, 1, (size_t)-1); }

bool is_block(const struct json *value) { return is_integer(value, 0, 64.0 * 1024 * 1024); }

bool is_slice_capacity(const struct json *value) { return is_integer(value, 1, 1e6); }

bool is_nonce(const struct json *value) {
    return value->type == JSON_TEXT && value->length == 16 && strspn(value->text, "0123456789abcdef") == 16;
}

bool is_harness(const struct json *value) {
    static const struct field FIELDS[] = {{"name", true, is_name}, {"version", true, is_name}, {0}};
    return wrong_field(value, FIELDS) == NULL;
}

bool is_params(const struct json *value) {
    if (value->type != JSON_OBJECT) return false;
    for (const struct json *member = value->first; member != NULL; member = member->next) {
        if (!is_name(member->name)) return false;
        bool simple = member->type == JSON_NUMBER || member->type == JSON_TRUE || member->type == JSON_FALSE;
        if (!simple && !is_text(member, 0, 1000)) return false;
    }
    return true;
}

static bool is_port(const struct json *value) { return is_integer(value, 1, 65535); }

static bool is_socket_path(const struct json *value) { return is_text(value, 1, 107); }

bool is_endpoints(const struct json *value) {
    static const struct field TCP[] = {{"host", true, is_name}, {"port", true, is_port}, {0}};
    static const struct field UNIX[] = {{"path", true, is_socket_path}, {0}};
    if (value->type != JSON_OBJECT) return false;
    for (const struct json *member = value->first; member != NULL; member = member->next) {
        if (!is_name(member->name)) return false;
        const struct json *kind = json_member(member, "kind");
        bool tcp = json_is_text(kind, "tcp");
        if (!tcp && !json_is_text(kind, "unix")) return false;
        if (wrong_field(member, tcp ? TCP : UNIX) != NULL) return false;
    }
    return true;
}

bool is_sidecar(const struct json *value) {
    static const struct field FIELDS[] = {{"samples", true, is_path}, {"events", true, is_path}, {0}};
    return wrong_field(value, FIELDS) == NULL;
}

static bool is_code(const struct json *value) { return is_integer(value, 1, 65535); }

static bool is_order(const struct json *value) {
    static const char *const WORDS[] = {"sequence", "free", "raw", NULL};
    return is_one_of(value, WORDS);
}

/// A list of at most `most` objects of these fields.
static bool is_list(const struct json *value, const struct field *fields, size_t most) {
    if (value->type != JSON_LIST) return false;
    size_t count = 0;
    for (const struct json *item = value->first; item != NULL; item = item->next)
        if (++count > most || wrong_field(item, fields) != NULL) return false;
    return true;
}

bool is_alphabet(const struct json *value) {
    static const struct field FIELDS[] = {
        {"name", true, is_name}, {"code", true, is_code}, {"order", true, is_order}, {0}};
    return is_list(value, FIELDS, 256);
}

bool is_capacity(const struct json *value) {
    static const struct field FIELDS[] = {{"events", true, is_count}, {"samples", true, is_count}, {0}};
    return wrong_field(value, FIELDS) == NULL;
}

bool is_purpose(const struct json *value) {
    static const char *const WORDS[] = {"warmup", "measured", "traced", NULL};
    return is_one_of(value, WORDS);
}

bool is_record(const struct json *value) {
    static const char *const WORDS[] = {"full", "digest", "none", NULL};
    return is_one_of(value, WORDS);
}

static bool is_stall_ms(const struct json *value) { return is_integer(value, 1, 1000); }

bool is_stalls(const struct json *value) {
    static const struct field FIELDS[] = {{"afterMs", true, is_stall_ms}, {"forMs", true, is_stall_ms}, {0}};
    return is_list(value, FIELDS, 100);
}
