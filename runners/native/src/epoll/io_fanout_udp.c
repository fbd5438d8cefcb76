// io_fanout.udp: datagrams to a peer of the harness, which answers each; a window of them is under way at once.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

#define MARK UINT32_MAX
enum { LARGEST = 65507, RECEIVED_KEY = 0, SENT_KEY = 1, EMPTY_KEY = 2 };

struct datagrams {
    struct job *job;
    struct watch watch;
    struct sockaddr_in peer;
    uint32_t count;
    uint32_t empty;
    uint32_t bytes;
    uint32_t largest;
    uint32_t window;
    uint16_t sent_kind;
    uint16_t received_kind;
    uint16_t received_empty;
    uint8_t *buffer;
    uint32_t sent;
    uint32_t sent_empty;
    uint32_t answered;
    uint64_t answered_empty;
};

static bool send_datagram(struct datagrams *all, size_t length) {
    ssize_t count;
    do count = sendto(all->watch.fd, all->buffer, length, 0, (struct sockaddr *)&all->peer, sizeof all->peer);
    while (count < 0 && errno == EINTR);
    if (count != (ssize_t)length) job_fail_errno(all->job, "sendto", count < 0 ? errno : EMSGSIZE);
    return count == (ssize_t)length;
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
        write_payload(all->buffer, length, all->job->nonce, 0, number);
        job_emit(all->job, all->sent_kind, SENT_KEY, number, length);
        if (!send_datagram(all, length)) return;
        if (every > 0 && all->sent % every == 0 && all->sent_empty < all->empty) send_empty(all);
    }
    if (all->answered < all->count) return;
    while (all->sent_empty < all->empty && !all->job->failed) send_empty(all);
    write_payload(all->buffer, PAYLOAD_HEADER, all->job->nonce, 0, MARK);
    send_datagram(all, PAYLOAD_HEADER);
}

static void take_answer(struct datagrams *all, size_t length) {
    if (length < PAYLOAD_HEADER) {
        job_emit(all->job, all->received_empty, EMPTY_KEY, all->count, 0);
        all->answered_empty++;
        return;
    }
    uint32_t number = get_u32(all->buffer + 12);
    if (number == MARK) {
        loop_stop(all->job->loop);
        return;
    }
    job_emit(all->job, all->received_kind, RECEIVED_KEY, number, crc32(0, all->buffer, length));
    all->answered++;
    send_more(all);
}

static void socket_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct datagrams *all = CONTAINER(self, struct datagrams, watch);
    int64_t count = read_some(self->fd, all->buffer, LARGEST);
    if (count >= 0) take_answer(all, (size_t)count);
    else if (count != -EAGAIN) job_fail_errno(all->job, "recv", (int)-count);
}

static void open_socket(struct datagrams *all, struct job *job) {
    const struct json *peer = job_endpoint(job, "peer");
    if (!json_is_text(json_member(peer, "kind"), "tcp")) {
        job_fail(job, "there is no endpoint peer with a port");
        return;
    }
    all->peer.sin_family = AF_INET;
    all->peer.sin_port = htons((uint16_t)json_member(peer, "port")->number);
    if (inet_pton(AF_INET, json_member(peer, "host")->text, &all->peer.sin_addr) != 1) {
        job_fail(job, "the host of peer is no address");
        return;
    }
    all->watch.fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int error = all->watch.fd < 0 ? errno : loop_watch(job->loop, &all->watch, EPOLLIN);
    if (error != 0) job_fail_errno(job, "socket", error);
}

static void open_datagrams(struct job *job) {
    struct datagrams *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct datagrams){
        .job = job,
        .watch = {.fd = -1, .ready = socket_ready},
        .count = (uint32_t)job_integer(job, "datagrams", 1, 10000000),
        .empty = (uint32_t)job_integer(job, "empty", 0, 10000000),
        .bytes = (uint32_t)job_integer(job, "bytes", PAYLOAD_HEADER, LARGEST),
        .largest = (uint32_t)job_integer(job, "largest", PAYLOAD_HEADER, LARGEST),
        .window = (uint32_t)job_integer(job, "window", 1, 10000000),
        .sent_kind = job_kind(job, "sent"),
        .received_kind = job_kind(job, "received"),
        .received_empty = job_kind(job, "received_empty"),
        .buffer = must_allocate(LARGEST, 1),
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

static void close_datagrams(struct job *job) {
    struct datagrams *all = job->state;
    if (all->watch.fd >= 0) {
        loop_unwatch(job->loop, &all->watch);
        close(all->watch.fd);
    }
    free(all->buffer);
    free(all);
}

const struct workload IO_FANOUT_UDP = {
    .scenario = "io_fanout.udp", .open = open_datagrams, .round = run_round, .close = close_datagrams};
