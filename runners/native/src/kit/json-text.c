// The texts of JSON: escapes to UTF-8.
#include "kit/json-text.h"

#include <stdint.h>
#include <string.h>

const char *json_text_end(const char *at, const char *end) {
    for (; at < end && *at != '"'; at++)
        if (*at == '\\') at++;
    return at < end ? at : NULL;
}

static bool read_unit(const char *at, const char *end, uint32_t *unit) {
    if (end - at < 4) return false;
    *unit = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *found = at[i] == '\0' ? NULL : strchr(digits, at[i]);
        if (found == NULL) return false;
        *unit = *unit << 4 | ((uint32_t)(found - digits) & 15);
    }
    return true;
}

static size_t encode(uint32_t point, char *to) {
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    size_t more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const uint8_t leads[] = {0, 0xc0, 0xe0, 0xf0};
    to[0] = (char)(leads[more] | point >> (6 * more));
    for (size_t i = 1; i <= more; i++) to[i] = (char)(0x80 | ((point >> (6 * (more - i))) & 0x3f));
    return more + 1;
}

/// `at` is behind the backslash and the u. A lone surrogate becomes the replacement character, as it has no UTF-8.
static const char *decode_unicode(const char *at, const char *end, char *to, size_t *length) {
    uint32_t point;
    if (!read_unit(at, end, &point)) return NULL;
    at += 4;
    uint32_t low;
    if (point >= 0xd800 && point < 0xdc00 && end - at >= 6 && at[0] == '\\' && at[1] == 'u' &&
        read_unit(at + 2, end, &low) && low >= 0xdc00 && low < 0xe000) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
    } else if (point >= 0xd800 && point < 0xe000) {
        point = 0xfffd;
    }
    *length += encode(point, to + *length);
    return at;
}

static const char *decode_escape(const char *at, const char *end, char *to, size_t *length) {
    static const char escapes[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    if (at >= end) return NULL;
    if (*at == 'u') return decode_unicode(at + 1, end, to, length);
    const char *found = *at == '\0' ? NULL : strchr(escapes, *at);
    if (found == NULL) return NULL;
    to[(*length)++] = meant[found - escapes];
    return at + 1;
}

/// How many bytes follow this first byte of a character; -1 where none may begin so.
static int followers(uint8_t byte) {
    if (byte < 0x80) return 0;
    if (byte >= 0xc2 && byte < 0xe0) return 1;
    if (byte >= 0xe0 && byte < 0xf0) return 2;
    return byte >= 0xf0 && byte < 0xf5 ? 3 : -1;
}

bool json_text_decode(const char *at, const char *end, char *to, size_t *length) {
    *length = 0;
    while (at < end) {
        if (*at == '\\') {
            at = decode_escape(at + 1, end, to, length);
            if (at == NULL) return false;
            continue;
        }
        int more = followers((uint8_t)*at);
        if ((uint8_t)*at < 0x20 || more < 0 || end - at <= more) return false;
        to[(*length)++] = *at++;
        for (; more > 0; more--) {
            if (((uint8_t)*at & 0xc0) != 0x80) return false;
            to[(*length)++] = *at++;
        }
    }
    to[*length] = '\0';
    return true;
}
