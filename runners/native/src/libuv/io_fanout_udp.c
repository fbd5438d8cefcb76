// io_fanout.udp: datagrams by uv_udp to a peer of the harness, which answers each; a window of them is under way at
// once.
#include <netinet/in.h>
#include <stdlib.h>

#include "kit/die.h"
#include "workloads/catalogue.h"

#define MARK UINT32_MAX
enum { LARGEST = 65507, RECEIVED_KEY = 0, SENT_KEY = 1, EMPTY_KEY = 2 };

struct datagrams {
    struct job *job;
    /// Null where there is none.
    uv_udp_t *socket;
    struct sockaddr_in peer;
    uint32_t count;
    uint32_t empty;
    uint32_t bytes;
    uint32_t largest;
    uint32_t window;
    uint16_t sent_kind;
    uint16_t received_kind;
    uint16_t received_empty;
    uint8_t *out;
    uint8_t *in;
    uint32_t sent;
    uint32_t sent_empty;
    uint32_t answered;
    uint64_t answered_empty;
};

static void fail(struct datagrams *all, const char *what, int result) {
    job_fail(all->job, "%s: %s", what, uv_strerror(result));
}

static bool send_datagram(struct datagrams *all, size_t length) {
    uv_buf_t buffer = uv_buf_init((char *)all->out, (unsigned)length);
    int result = uv_udp_try_send(all->socket, &buffer, 1, (const struct sockaddr *)&all->peer);
    if (result != (int)length) fail(all, "uv_udp_try_send", result < 0 ? result : UV_EMSGSIZE);
    return result == (int)length;
}

static void send_empty(struct datagrams *all) {
    job_emit(all->job, all->sent_kind, SENT_KEY, all->count, 0);
    all->sent_empty++;
    send_datagram(all, 0);
}

/// As many as the window lets; an empty one follows behind each `every`-th.
static void send_more(struct datagrams *all) {
    uint32_t every = all->count / (all->empty + 1);
    while (all->sent < all->count && all->sent - all->answered < all->window && !all->job->failed) {
        uint32_t number = all->sent++;
        uint32_t length = number + 1 == all->count ? all->largest : all->bytes;
        write_payload(all->out, length, all->job->nonce, 0, number);
        job_emit(all->job, all->sent_kind, SENT_KEY, number, length);
        if (!send_datagram(all, length)) return;
        if (every > 0 && all->sent % every == 0 && all->sent_empty < all->empty) send_empty(all);
    }
    if (all->answered < all->count) return;
    while (all->sent_empty < all->empty && !all->job->failed) send_empty(all);
    write_payload(all->out, PAYLOAD_HEADER, all->job->nonce, 0, MARK);
    send_datagram(all, PAYLOAD_HEADER);
}

static void take_answer(struct datagrams *all, size_t length) {
    if (length < PAYLOAD_HEADER) {
        job_emit(all->job, all->received_empty, EMPTY_KEY, all->count, 0);
        all->answered_empty++;
        return;
    }
    uint32_t number = get_u32(all->in + 12);
    if (number == MARK) {
        loop_stop(all->job->loop);
        return;
    }
    job_emit(all->job, all->received_kind, RECEIVED_KEY, number, crc32(0, all->in, length));
    all->answered++;
    send_more(all);
}

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    struct datagrams *all = handle->data;
    *buffer = uv_buf_init((char *)all->in, LARGEST);
}

/// Without a sender nothing came: libuv says so when it has read all there was.
static void received(uv_udp_t *socket, ssize_t count, const uv_buf_t *buffer, const struct sockaddr *from,
                     unsigned flags) {
    (void)buffer;
    (void)flags;
    struct datagrams *all = socket->data;
    if (count < 0) fail(all, "uv_udp_recv", (int)count);
    else if (from != NULL) take_answer(all, (size_t)count);
}

static void open_socket(struct datagrams *all, struct job *job) {
    const struct json *peer = job_endpoint(job, "peer");
    if (!json_is_text(json_member(peer, "kind"), "tcp")) {
        job_fail(job, "there is no endpoint peer with a port");
        return;
    }
    int result = uv_ip4_addr(json_member(peer, "host")->text, (int)json_member(peer, "port")->number, &all->peer);
    all->socket = must_allocate(1, sizeof *all->socket);
    all->socket->data = all;
    if (uv_udp_init(&job->loop->uv, all->socket) < 0) die("uv_udp_init");
    // Bound before anything is sent, so that what comes back finds somebody.
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (result == 0) result = uv_udp_bind(all->socket, (const struct sockaddr *)&own, 0);
    if (result == 0) result = uv_udp_recv_start(all->socket, give_room, received);
    if (result < 0) fail(all, "the socket", result);
}

static void open_datagrams(struct job *job) {
    struct datagrams *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct datagrams){
        .job = job,
        .count = (uint32_t)job_integer(job, "datagrams", 1, 10000000),
        .empty = (uint32_t)job_integer(job, "empty", 0, 10000000),
        .bytes = (uint32_t)job_integer(job, "bytes", PAYLOAD_HEADER, LARGEST),
        .largest = (uint32_t)job_integer(job, "largest", PAYLOAD_HEADER, LARGEST),
        .window = (uint32_t)job_integer(job, "window", 1, 10000000),
        .sent_kind = job_kind(job, "sent"),
        .received_kind = job_kind(job, "received"),
        .received_empty = job_kind(job, "received_empty"),
        .out = must_allocate(LARGEST, 1),
        .in = must_allocate(LARGEST, 1),
    };
    if (!job->failed) open_socket(all, job);
}

static void run_round(struct job *job) {
    struct datagrams *all = job->state;
    all->sent = all->sent_empty = all->answered = 0;
    all->answered_empty = 0;
    send_more(all);
    loop_run(job->loop);
    job->operations = all->answered + all->answered_empty;
}

static void free_socket(uv_handle_t *socket) { free(socket); }

static void close_datagrams(struct job *job) {
    struct datagrams *all = job->state;
    if (all->socket != NULL) uv_close((uv_handle_t *)all->socket, free_socket);
    free(all->out);
    free(all->in);
    free(all);
}

const struct workload IO_FANOUT_UDP = {
    .scenario = "io_fanout.udp", .open = open_datagrams, .round = run_round, .close = close_datagrams};
