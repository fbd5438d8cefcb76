// A server that sends back what it gets, on the loop of its clients.
#pragma once
#include "workloads/workload.h"

struct echo_connection;

struct echo_server {
    struct job *job;
    struct watch watch;
    /// What one call of `read` brings; what cannot be written at once is kept by its connection.
    uint8_t *buffer;
    struct echo_connection *first;
};

/// `listener` listens already, and belongs to the server from now on. Fails the job where it cannot be watched.
void echo_server_open(struct echo_server *server, struct job *job, int listener);
void echo_server_close(struct echo_server *server);
