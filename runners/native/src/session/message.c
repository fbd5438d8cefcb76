// A line of the harness as a message: schema/harness-message.schema.json by hand.
#include "session/message.h"

#include <stdio.h>

#include "session/fields.h"

static const struct field HELLO[] = {{"protocol", true, is_positive}, {"harness", true, is_harness}, {0}};
static const struct field NOTHING[] = {{0}};
static const struct field PREPARE[] = {
    {"scenario", true, is_name},
    {"style", true, is_name},
    {"params", true, is_params},
    {"seed", true, is_u32},
    {"nonce", true, is_nonce},
    {"directory", true, is_path},
    {"endpoints", true, is_endpoints},
    {"sidecar", true, is_sidecar},
    {"alphabet", true, is_alphabet},
    {"capacity", true, is_capacity},
    {"heapBlockBytes", false, is_block},
    {"trail", false, is_path},
    {0},
};
static const struct field ROUND[] = {
    {"round", true, is_count},
    {"purpose", true, is_purpose},
    {"record", true, is_record},
    {"limitNs", true, is_count},
    {"endpoints", true, is_endpoints},
    {"stalls", false, is_stalls},
    {0},
};
static const struct field SLICES[] = {{"capacity", true, is_slice_capacity}, {0}};

static const struct {
    const char *name;
    const struct field *fields;
} KINDS[KIND_COUNT] = {
    [KIND_HELLO] = {"hello", HELLO}, [KIND_CLOCK] = {"clock", NOTHING},  [KIND_PREPARE] = {"prepare", PREPARE},
    [KIND_ROUND] = {"round", ROUND}, [KIND_SLICES] = {"slices", SLICES}, [KIND_FINISH] = {"finish", NOTHING},
    [KIND_HALT] = {"halt", NOTHING},
};

static bool refuse(char why[WHY_BYTES], const char *sentence) {
    snprintf(why, WHY_BYTES, "%s", sentence);
    return false;
}

bool message_read(struct arena *arena, const char *line, size_t length, struct message *message, char why[WHY_BYTES]) {
    const struct json *body = json_read(arena, line, length);
    if (body == NULL) return refuse(why, "not JSON");
    if (body->type != JSON_OBJECT) return refuse(why, "a message is an object");
    const struct json *name = json_member(body, "kind");
    int kind = 0;
    while (kind < KIND_COUNT && !json_is_text(name, KINDS[kind].name)) kind++;
    if (kind == KIND_COUNT)
        return refuse(why, "the kind is none of hello, clock, prepare, round, slices, finish and halt");
    const struct json *id = json_member(body, "id");
    if (id == NULL || !is_count(id)) return refuse(why, "the field id must be a whole number from 0 to 2^53 - 1");
    const char *wrong = wrong_field(body, KINDS[kind].fields);
    if (wrong != NULL) {
        snprintf(why, WHY_BYTES, "%s: the field %s is missing or has another form", KINDS[kind].name, wrong);
        return false;
    }
    *message = (struct message){(enum kind)kind, KINDS[kind].name, (int64_t)id->number, body};
    return true;
}

int64_t message_integer(const struct json *object, const char *name) {
    const struct json *value = json_member(object, name);
    return value == NULL ? 0 : (int64_t)value->number;
}

const char *message_text(const struct json *object, const char *name) {
    const struct json *value = json_member(object, name);
    return value == NULL ? "" : value->text;
}
