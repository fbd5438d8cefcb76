// Sockets as all workloads use them: never blocking, without delay, closed on exec.
#include "workloads/sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { FLAGS = SOCK_NONBLOCK | SOCK_CLOEXEC };

static int close_with(int file, int error) {
    close(file);
    return -error;
}

static bool set_no_delay(int file) {
    int on = 1;
    return setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0;
}

static struct sockaddr_in address_of(uint16_t port) {
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

int listen_tcp(uint16_t *port) {
    int file = socket(AF_INET, SOCK_STREAM | FLAGS, 0);
    if (file < 0) return -errno;
    struct sockaddr_in address = address_of(0);
    socklen_t length = sizeof address;
    if (bind(file, (struct sockaddr *)&address, length) != 0 || listen(file, BACKLOG) != 0 ||
        getsockname(file, (struct sockaddr *)&address, &length) != 0)
        return close_with(file, errno);
    *port = ntohs(address.sin_port);
    return file;
}

static int connect_to(int file, const struct sockaddr *address, socklen_t length) {
    if (connect(file, address, length) == 0 || errno == EINPROGRESS) return file;
    return close_with(file, errno);
}

static int connect_inet(const struct sockaddr_in *address) {
    int file = socket(AF_INET, SOCK_STREAM | FLAGS, 0);
    if (file < 0) return -errno;
    if (!set_no_delay(file)) return close_with(file, errno);
    return connect_to(file, (const struct sockaddr *)address, sizeof *address);
}

int connect_port(uint16_t port) {
    struct sockaddr_in address = address_of(port);
    return connect_inet(&address);
}

static int connect_unix(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) return -ENAMETOOLONG;
    memcpy(address.sun_path, path, strlen(path));
    int file = socket(AF_UNIX, SOCK_STREAM | FLAGS, 0);
    if (file < 0) return -errno;
    return connect_to(file, (struct sockaddr *)&address, sizeof address);
}

int connect_endpoint(const struct json *endpoint) {
    if (!json_is_text(json_member(endpoint, "kind"), "tcp")) return connect_unix(json_member(endpoint, "path")->text);
    struct sockaddr_in address = address_of((uint16_t)json_member(endpoint, "port")->number);
    if (inet_pton(AF_INET, json_member(endpoint, "host")->text, &address.sin_addr) != 1) return -EADDRNOTAVAIL;
    return connect_inet(&address);
}

int accept_next(int listener) {
    int file;
    do file = accept4(listener, NULL, NULL, FLAGS);
    while (file < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (file < 0) return -errno;
    // A Unix socket has no delay to be set.
    if (!set_no_delay(file) && errno != EOPNOTSUPP && errno != ENOPROTOOPT) return close_with(file, errno);
    return file;
}

int connect_error(int file) {
    int error = 0;
    socklen_t length = sizeof error;
    return getsockopt(file, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

int64_t read_some(int file, void *to, size_t length) {
    ssize_t count;
    do count = read(file, to, length);
    while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}

int64_t write_some(int file, const void *from, size_t length) {
    ssize_t count;
    do count = write(file, from, length);
    while (count < 0 && errno == EINTR);
    return count < 0 ? -errno : count;
}
