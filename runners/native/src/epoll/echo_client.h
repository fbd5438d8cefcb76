// A client of an echo server: keeps `pipeline` messages under way, and puts replies together from pieces.
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

struct echo_clients;

struct echo_client {
    struct watch watch;
    struct echo_clients *all;
    uint32_t key;
    bool is_open;
    bool ended;
    /// One for each message that may be under way; used again once its reply is there.
    uint8_t *slots;
    int64_t *sent_at;
    uint32_t wanted;
    uint32_t sent;
    /// The first message that is not wholly written, and how much of it is.
    uint32_t writing;
    size_t written;
    bool waits_to_write;
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

/// `connect` begins a connection, see sockets.h. `connected` is called when all are there.
void echo_clients_connect(struct echo_clients *all, int (*connect)(struct job *job));
/// Asks for `count` more messages; `answered` is called behind the last reply.
void echo_client_ask(struct echo_client *client, uint32_t count);
/// Ends the client's own side; `closed` is called when the server has ended, too.
void echo_client_end(struct echo_client *client);
/// Closes what is open, without a word.
void echo_clients_drop(struct echo_clients *all);
