// Segments of columns at the end of a sidecar file.
#include "kit/sidecar.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "kit/numbers.h"

enum { HEADER_BYTES = 32, END_BYTES = 16, VERSION = 1, BYTE_ORDER_MARK = 0x1234, ALIGNMENT = 8 };

bool sidecar_open(struct sidecar *sidecar, const char *path) {
    sidecar->file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (sidecar->file < 0) return false;
    off_t end = lseek(sidecar->file, 0, SEEK_END);
    sidecar->bytes = end < 0 ? 0 : (uint64_t)end;
    return end >= 0;
}

static bool write_all(struct sidecar *sidecar, const void *bytes, size_t length) {
    const uint8_t *at = bytes;
    sidecar->bytes += length;
    while (length > 0) {
        ssize_t written = write(sidecar->file, at, length);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        at += written;
        length -= (size_t)written;
    }
    return true;
}

static size_t padding(size_t bytes) { return (ALIGNMENT - bytes % ALIGNMENT) % ALIGNMENT; }

static void put_u64(uint8_t *to, uint64_t value) {
    put_u32(to, (uint32_t)value);
    put_u32(to + 4, (uint32_t)(value >> 32));
}

bool sidecar_append(struct sidecar *sidecar, enum layout layout, const struct column *columns, size_t column_count,
                    size_t rows, uint64_t *offset) {
    static const uint8_t zeros[ALIGNMENT];
    size_t payload = 0;
    for (size_t i = 0; i < column_count; i++) {
        size_t bytes = rows * columns[i].width;
        payload += bytes + padding(bytes);
    }
    uint8_t header[HEADER_BYTES] = {'E', 'V', 'S', 'G'};
    put_u32(header + 4, VERSION | BYTE_ORDER_MARK << 16);
    put_u32(header + 8, (uint32_t)layout | (uint32_t)column_count << 16);
    put_u64(header + 16, rows);
    put_u64(header + 24, payload);
    *offset = sidecar->bytes;
    if (!write_all(sidecar, header, sizeof header)) return false;
    uint32_t crc = 0;
    for (size_t i = 0; i < column_count; i++) {
        size_t bytes = rows * columns[i].width;
        crc = crc32(crc32(crc, columns[i].rows, bytes), zeros, padding(bytes));
        if (!write_all(sidecar, columns[i].rows, bytes) || !write_all(sidecar, zeros, padding(bytes))) return false;
    }
    uint8_t end[END_BYTES];
    put_u64(end, rows);
    put_u32(end + 8, crc);
    memcpy(end + 12, "GSVE", 4);
    return write_all(sidecar, end, sizeof end);
}

void sidecar_close(struct sidecar *sidecar) {
    if (sidecar->file >= 0) close(sidecar->file);
    sidecar->file = -1;
}
