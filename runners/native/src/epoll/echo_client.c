// A client of an echo server: keeps `pipeline` messages under way, and puts replies together from pieces.
#include "echo_client.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/sockets.h"

static void fail(struct echo_client *client, const char *what, int error) {
    job_fail(client->all->job, "connection %u: %s: %s", client->key, what, strerror(error));
}

static void rewatch(struct echo_client *client, uint32_t events) {
    int error = loop_rewatch(client->all->job->loop, &client->watch, events);
    if (error != 0) fail(client, "watch", error);
}

static void wait_to_write(struct echo_client *client, bool waits) {
    if (client->waits_to_write == waits) return;
    client->waits_to_write = waits;
    rewatch(client, waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

static void write_messages(struct echo_client *client) {
    const struct echo_traffic *traffic = client->all->traffic;
    while (client->writing < client->sent) {
        const uint8_t *message = client->slots + (size_t)(client->writing % traffic->pipeline) * traffic->bytes;
        int64_t count = write_some(client->watch.fd, message + client->written, traffic->bytes - client->written);
        if (count == -EAGAIN) {
            wait_to_write(client, true);
            return;
        }
        if (count < 0) {
            fail(client, "write", (int)-count);
            return;
        }
        client->written += (size_t)count;
        if (client->written < traffic->bytes) continue;
        client->written = 0;
        client->writing++;
    }
    wait_to_write(client, false);
}

/// Header and filling stand in the slot already, but for the number.
static void send_message(struct echo_client *client, int64_t now) {
    const struct echo_traffic *traffic = client->all->traffic;
    uint32_t slot = client->sent % traffic->pipeline;
    put_u32(client->slots + (size_t)slot * traffic->bytes + 12, client->sent);
    client->sent_at[slot] = now;
    client->sent++;
    if (!client->waits_to_write) write_messages(client);
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
    int64_t round_trip = now - client->sent_at[id % all->traffic->pipeline];
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

static void take_end(struct echo_client *client) {
    struct echo_clients *all = client->all;
    if (!client->ended) {
        job_fail(all->job, "connection %u closed early", client->key);
        return;
    }
    job_emit(all->job, all->traffic->end, client->key, 0, 0);
    loop_unwatch(all->job->loop, &client->watch);
    close(client->watch.fd);
    client->watch.fd = -1;
    all->closed(client);
}

static void take_connection(struct echo_client *client) {
    struct echo_clients *all = client->all;
    int error = connect_error(client->watch.fd);
    if (error != 0) {
        fail(client, "connect", error);
        return;
    }
    client->is_open = true;
    rewatch(client, EPOLLIN);
    job_emit(all->job, all->traffic->open, client->key, 0, 0);
    if (--all->awaited == 0) all->connected(all);
}

static void client_ready(struct watch *self, uint32_t events) {
    struct echo_client *client = CONTAINER(self, struct echo_client, watch);
    if (!client->is_open) {
        take_connection(client);
        return;
    }
    if ((events & EPOLLOUT) != 0) write_messages(client);
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
    int64_t count = read_some(self->fd, client->all->buffer, READ_BYTES);
    if (count > 0) take_bytes(client, client->all->buffer, (size_t)count);
    else if (count == 0) take_end(client);
    else if (count != -EAGAIN) fail(client, "read", (int)-count);
}

static void open_client(struct echo_clients *all, uint32_t key, int file) {
    const struct echo_traffic *traffic = all->traffic;
    struct echo_client *client = &all->clients[key];
    client->watch = (struct watch){.fd = file, .ready = client_ready};
    client->slots = must_allocate(traffic->pipeline, traffic->bytes);
    client->sent_at = must_allocate(traffic->pipeline, sizeof *client->sent_at);
    for (uint32_t slot = 0; slot < traffic->pipeline; slot++)
        write_payload(client->slots + (size_t)slot * traffic->bytes, traffic->bytes, all->job->nonce, key, 0);
    if (file < 0) {
        fail(client, "connect", -file);
        return;
    }
    int error = loop_watch(all->job->loop, &client->watch, EPOLLOUT);
    if (error != 0) fail(client, "watch", error);
}

void echo_clients_connect(struct echo_clients *all, int (*connect)(struct job *job)) {
    uint32_t count = all->traffic->connections;
    all->buffer = must_allocate(READ_BYTES, 1);
    all->clients = must_allocate(count, sizeof *all->clients);
    all->awaited = count;
    for (uint32_t key = 0; key < count; key++) {
        all->clients[key].all = all;
        all->clients[key].key = key;
        all->clients[key].watch.fd = -1;
    }
    for (uint32_t key = 0; key < count && !all->job->failed; key++) open_client(all, key, connect(all->job));
}

void echo_client_end(struct echo_client *client) {
    client->ended = true;
    if (shutdown(client->watch.fd, SHUT_WR) != 0) fail(client, "shutdown", errno);
}

void echo_clients_drop(struct echo_clients *all) {
    if (all->clients == NULL) return;
    for (uint32_t key = 0; key < all->traffic->connections; key++) {
        struct echo_client *client = &all->clients[key];
        if (client->watch.fd >= 0) {
            loop_unwatch(all->job->loop, &client->watch);
            close(client->watch.fd);
        }
        free(client->slots);
        free(client->sent_at);
    }
    free(all->clients);
    free(all->buffer);
    all->clients = NULL;
}
