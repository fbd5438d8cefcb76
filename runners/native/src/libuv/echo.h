// Both sides of an echo over uv_tcp: a server that sends back what it gets, and clients that keep messages under way.
#pragma once
#include "workloads/workload.h"

struct echo_traffic {
    uint32_t connections;
    uint32_t messages;
    uint32_t bytes;
    uint32_t pipeline;
    uint16_t open;
    uint16_t reply;
    uint16_t end;
};

struct echo_server {
    struct job *job;
    /// Null where it does not listen.
    uv_tcp_t *listener;
    uint16_t port;
    /// What one reading brings; what cannot be written at once is kept by its connection.
    uint8_t *buffer;
    struct echo_connection *first;
};

/// Listens on 127.0.0.1, at a port that the system chooses. Fails the job where it cannot.
void echo_server_open(struct echo_server *server, struct job *job);
void echo_server_close(struct echo_server *server);

struct echo_clients;

/// A message that may be under way, and the rest of it that libuv keeps to write.
struct echo_slot {
    uv_write_t request;
    uint8_t *bytes;
    int64_t sent_at;
};

struct echo_client {
    struct echo_clients *all;
    /// Null where it is closed.
    uv_tcp_t *socket;
    uv_connect_t connecting;
    uv_shutdown_t ending;
    uint32_t key;
    bool ended;
    struct echo_slot *slots;
    uint8_t *bytes;
    uint32_t wanted;
    uint32_t sent;
    uint32_t answered;
    /// Of the reply that is coming.
    size_t received;
    uint32_t digest;
    /// Bytes that have come back.
    uint64_t total;
};

/// The clients of a round, or those that stand from slice to slice.
struct echo_clients {
    struct job *job;
    const struct echo_traffic *traffic;
    /// Null where none is connected.
    struct echo_client *clients;
    uint8_t *buffer;
    /// How many of them are not yet where all have to get: connected, answered, closed.
    uint32_t awaited;
    void (*connected)(struct echo_clients *all);
    void (*answered)(struct echo_client *client);
    /// The connection is closed by now.
    void (*closed)(struct echo_client *client);
};

/// `connected` is called when all are there.
void echo_clients_connect(struct echo_clients *all, const struct sockaddr_in *address);
/// Asks for `count` more messages; `answered` is called behind the last reply.
void echo_client_ask(struct echo_client *client, uint32_t count);
/// Ends the client's own side; `closed` is called when the server has ended, too.
void echo_client_end(struct echo_client *client);
/// Closes what is open, without a word.
void echo_clients_drop(struct echo_clients *all);
