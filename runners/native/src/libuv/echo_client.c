// A client of an echo server over uv_tcp: keeps `pipeline` messages under way, and puts replies together from pieces.
#include <stdlib.h>

#include "echo.h"
#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/sockets.h"

static void fail(struct echo_client *client, const char *what, int result) {
    job_fail(client->all->job, "connection %u: %s: %s", client->key, what, uv_strerror(result));
}

/// The memory of a request is the client's, and it lives until its handle is closed.
static void written(uv_write_t *request, int status) {
    struct echo_client *client = request->data;
    if (status < 0 && status != UV_ECANCELED) fail(client, "write", status);
}

/// What cannot be written at once libuv keeps, behind what it kept before.
static void write_message(struct echo_client *client, struct echo_slot *slot) {
    uv_stream_t *stream = (uv_stream_t *)client->socket;
    unsigned length = client->all->traffic->bytes;
    uv_buf_t buffer = uv_buf_init((char *)slot->bytes, length);
    int done = uv_try_write(stream, &buffer, 1);
    if (done == UV_EAGAIN) done = 0;
    if (done == (int)length) return;
    int result = done;
    if (done >= 0) {
        uv_buf_t rest = uv_buf_init((char *)slot->bytes + done, length - (unsigned)done);
        slot->request.data = client;
        result = uv_write(&slot->request, stream, &rest, 1, written);
    }
    if (result < 0) fail(client, "write", result);
}

/// Header and filling stand in the slot already, but for the number.
static void send_message(struct echo_client *client, int64_t now) {
    struct echo_slot *slot = &client->slots[client->sent % client->all->traffic->pipeline];
    put_u32(slot->bytes + 12, client->sent);
    slot->sent_at = now;
    client->sent++;
    write_message(client, slot);
}

void echo_client_ask(struct echo_client *client, uint32_t count) {
    client->wanted += count;
    while (client->sent < client->wanted && client->sent - client->answered < client->all->traffic->pipeline)
        send_message(client, clock_now());
    if (count == 0) client->all->answered(client);
}

/// One reading ends this round trip and begins the next.
static void take_reply(struct echo_client *client) {
    struct echo_clients *all = client->all;
    int64_t now = clock_now();
    uint32_t id = client->answered++;
    uint32_t digest = client->digest;
    int64_t round_trip = now - client->slots[id % all->traffic->pipeline].sent_at;
    client->received = 0;
    client->digest = 0;
    if (client->sent < client->wanted) send_message(client, now);
    job_sample(all->job, round_trip);
    job_emit(all->job, all->traffic->reply, client->key, id, digest);
    if (client->answered == client->wanted) all->answered(client);
}

static void take_bytes(struct echo_client *client, const uint8_t *bytes, size_t length) {
    size_t whole = client->all->traffic->bytes;
    client->total += length;
    while (length > 0) {
        size_t part = whole - client->received < length ? whole - client->received : length;
        client->digest = crc32(client->digest, bytes, part);
        client->received += part;
        bytes += part;
        length -= part;
        if (client->received == whole) take_reply(client);
    }
}

static void free_socket(uv_handle_t *handle) { free(handle); }

static void close_socket(struct echo_client *client) {
    if (client->socket == NULL) return;
    uv_close((uv_handle_t *)client->socket, free_socket);
    client->socket = NULL;
}

static void take_end(struct echo_client *client) {
    struct echo_clients *all = client->all;
    if (!client->ended) {
        job_fail(all->job, "connection %u closed early", client->key);
        return;
    }
    job_emit(all->job, all->traffic->end, client->key, 0, 0);
    close_socket(client);
    all->closed(client);
}

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    struct echo_client *client = handle->data;
    *buffer = uv_buf_init((char *)client->all->buffer, READ_BYTES);
}

static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    struct echo_client *client = stream->data;
    if (count > 0) take_bytes(client, (const uint8_t *)buffer->base, (size_t)count);
    else if (count == UV_EOF) take_end(client);
    else if (count < 0) fail(client, "read", (int)count);
}

static void connected(uv_connect_t *request, int status) {
    struct echo_client *client = CONTAINER(request, struct echo_client, connecting);
    struct echo_clients *all = client->all;
    if (status == UV_ECANCELED) return;
    int result = status;
    if (result == 0) result = uv_tcp_nodelay(client->socket, 1);
    if (result == 0) result = uv_read_start((uv_stream_t *)client->socket, give_room, came);
    if (result < 0) {
        fail(client, "connect", result);
        return;
    }
    job_emit(all->job, all->traffic->open, client->key, 0, 0);
    if (--all->awaited == 0) all->connected(all);
}

static void open_client(struct echo_clients *all, uint32_t key, const struct sockaddr_in *address) {
    const struct echo_traffic *traffic = all->traffic;
    struct echo_client *client = &all->clients[key];
    client->slots = must_allocate(traffic->pipeline, sizeof *client->slots);
    client->bytes = must_allocate(traffic->pipeline, traffic->bytes);
    for (uint32_t i = 0; i < traffic->pipeline; i++) {
        client->slots[i].bytes = client->bytes + (size_t)i * traffic->bytes;
        write_payload(client->slots[i].bytes, traffic->bytes, all->job->nonce, key, 0);
    }
    client->socket = must_allocate(1, sizeof *client->socket);
    client->socket->data = client;
    uv_tcp_init(&all->job->loop->uv, client->socket);
    int result = uv_tcp_connect(&client->connecting, client->socket, (const struct sockaddr *)address, connected);
    if (result < 0) fail(client, "connect", result);
}

void echo_clients_connect(struct echo_clients *all, const struct sockaddr_in *address) {
    uint32_t count = all->traffic->connections;
    all->buffer = must_allocate(READ_BYTES, 1);
    all->clients = must_allocate(count, sizeof *all->clients);
    all->awaited = count;
    for (uint32_t key = 0; key < count; key++) {
        all->clients[key].all = all;
        all->clients[key].key = key;
    }
    for (uint32_t key = 0; key < count && !all->job->failed; key++) open_client(all, key, address);
}

static void ended(uv_shutdown_t *request, int status) {
    struct echo_client *client = CONTAINER(request, struct echo_client, ending);
    // The server may have ended first.
    if (status < 0 && status != UV_ECANCELED && status != UV_ENOTCONN) fail(client, "shutdown", status);
}

void echo_client_end(struct echo_client *client) {
    client->ended = true;
    int result = uv_shutdown(&client->ending, (uv_stream_t *)client->socket, ended);
    if (result < 0) fail(client, "shutdown", result);
}

/// A turn of the loop tells libuv's requests that they are over, before their memory goes.
void echo_clients_drop(struct echo_clients *all) {
    if (all->clients == NULL) return;
    for (uint32_t key = 0; key < all->traffic->connections; key++) close_socket(&all->clients[key]);
    loop_settle(all->job->loop);
    for (uint32_t key = 0; key < all->traffic->connections; key++) {
        free(all->clients[key].slots);
        free(all->clients[key].bytes);
    }
    free(all->clients);
    free(all->buffer);
    all->clients = NULL;
}
