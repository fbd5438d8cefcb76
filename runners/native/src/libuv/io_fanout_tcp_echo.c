// io_fanout.tcp_echo: many connections at once over uv_tcp, clients and server on one loop.
#include <stdlib.h>

#include "echo.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct echo {
    struct job *job;
    struct echo_traffic traffic;
    uint16_t close;
    struct echo_server server;
    /// Of the round that is under way.
    struct echo_clients clients;
    /// From slice to slice.
    struct echo_clients standing;
    uint32_t slice_operations;
};

static void exchange_round(struct echo_clients *all) {
    all->awaited = all->traffic->connections;
    for (uint32_t key = 0; key < all->traffic->connections && !all->job->failed; key++)
        echo_client_ask(&all->clients[key], all->traffic->messages);
}

static void round_closed(struct echo_client *client) {
    struct job *job = client->all->job;
    job_emit(job, ((struct echo *)job->state)->close, client->key, 0, (uint32_t)client->total);
    job->operations += client->answered;
    if (--client->all->awaited == 0) loop_stop(job->loop);
}

static void exchange_slice(struct echo_clients *all) {
    struct echo *echo = all->job->state;
    uint32_t count = all->traffic->connections;
    all->awaited = count;
    for (uint32_t key = 0; key < count && !all->job->failed; key++)
        echo_client_ask(&all->clients[key], (uint32_t)(((uint64_t)echo->slice_operations + key) / count));
}

static void slice_answered(struct echo_client *client) {
    if (--client->all->awaited == 0) loop_stop(client->all->job->loop);
}

static void standing_closed(struct echo_client *client) {
    job_fail(client->all->job, "connection %u closed between two slices", client->key);
}

static void open_echo(struct job *job) {
    struct echo *echo = must_allocate(1, sizeof *echo);
    job->state = echo;
    echo->job = job;
    echo->traffic = (struct echo_traffic){
        .connections = (uint32_t)job_integer(job, "connections", 1, 100000),
        .messages = (uint32_t)job_integer(job, "messages", 0, UINT32_MAX),
        .bytes = (uint32_t)job_integer(job, "bytes", PAYLOAD_HEADER, 1 << 30),
        .pipeline = (uint32_t)job_integer(job, "pipeline", 1, 100000),
        .open = job_kind(job, "open"),
        .reply = job_kind(job, "reply"),
        .end = job_kind(job, "end"),
    };
    echo->close = job_kind(job, "close");
    echo->clients = (struct echo_clients){.job = job,
                                          .traffic = &echo->traffic,
                                          .connected = exchange_round,
                                          .answered = echo_client_end,
                                          .closed = round_closed};
    echo->standing = (struct echo_clients){.job = job,
                                           .traffic = &echo->traffic,
                                           .connected = exchange_slice,
                                           .answered = slice_answered,
                                           .closed = standing_closed};
    if (job->failed) return;
    echo_server_open(&echo->server, job);
    job->published[job->published_count++] = (struct published){.name = "server", .port = echo->server.port};
}

/// In a traced round there is the peer of the harness between the two sides.
static bool address_of(struct job *job, bool through_peer, struct sockaddr_in *address) {
    const struct json *peer = through_peer ? job_endpoint(job, "peer") : NULL;
    const char *host = peer == NULL ? "127.0.0.1" : json_member(peer, "host")->text;
    int port = peer == NULL ? ((struct echo *)job->state)->server.port : (int)json_member(peer, "port")->number;
    int result = uv_ip4_addr(host, port, address);
    if (result < 0) job_fail(job, "the address of the server: %s", uv_strerror(result));
    return result == 0;
}

static void run_round(struct job *job) {
    struct echo *echo = job->state;
    struct sockaddr_in address;
    if (!address_of(job, true, &address)) return;
    echo_clients_connect(&echo->clients, &address);
    loop_run(job->loop);
    echo_clients_drop(&echo->clients);
}

static void run_slice(struct job *job, uint32_t operations) {
    struct echo *echo = job->state;
    struct sockaddr_in address;
    echo->slice_operations = operations;
    if (echo->standing.clients != NULL) exchange_slice(&echo->standing);
    else if (address_of(job, false, &address)) echo_clients_connect(&echo->standing, &address);
    else return;
    loop_run(job->loop);
}

static void close_echo(struct job *job) {
    struct echo *echo = job->state;
    echo_clients_drop(&echo->clients);
    echo_clients_drop(&echo->standing);
    echo_server_close(&echo->server);
    free(echo);
}

const struct workload IO_FANOUT_TCP_ECHO = {
    .scenario = "io_fanout.tcp_echo", .open = open_echo, .round = run_round, .slice = run_slice, .close = close_echo};
