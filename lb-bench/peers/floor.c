/*
 * The least that a relay of kept connections costs: one thread, one epoll, a connection to the origin for each client, one read
 * and one write for each event, and not a byte is looked at. No proxy that understands HTTP can cost less there; what one costs
 * above this is its own doing. New connections are not its strength: each costs it one to the origin, too.
 *
 * weir-bench compiles and starts it: floor PORT ORIGIN_HOST:ORIGIN_PORT
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define READ_BYTES 131072
#define EVENTS 512

struct side {
    int fd; /* -1: closed */
    struct side *other;
    char *unsent; /* what this side has not taken; the other is not read meanwhile */
    size_t from, to;
    int ends_then; /* the other side has ended */
    struct side *next_dead;
};

static int epoll;
static struct side *dead; /* freed behind the events, which may still name them */

/* Read while the other side takes it, written while there is something. */
static void watch(struct side *side, int how) {
    struct epoll_event event = {.data.ptr = side};
    event.events = (side->other->unsent == NULL ? EPOLLIN : 0) | (side->unsent != NULL ? EPOLLOUT : 0);
    epoll_ctl(epoll, how, side->fd, &event);
}

static void end(struct side *side) {
    struct side *both[] = {side, side->other};
    for (int i = 0; i < 2; i++) {
        close(both[i]->fd);
        free(both[i]->unsent);
        both[i]->fd = -1;
        both[i]->unsent = NULL;
        both[i]->next_dead = dead;
        dead = both[i];
    }
}

static void on_readable(struct side *side) {
    static char bytes[READ_BYTES];
    struct side *to = side->other;
    ssize_t count = recv(side->fd, bytes, sizeof bytes, 0);
    if (count < 0 && errno == EAGAIN)
        return;
    if (count <= 0) {
        if (to->unsent == NULL) {
            end(side);
        } else {
            to->ends_then = 1;
        }
        return;
    }
    ssize_t sent = send(to->fd, bytes, count, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        end(side);
    } else if (sent < count) {
        sent = sent < 0 ? 0 : sent;
        to->from = 0;
        to->to = count - sent;
        to->unsent = memcpy(malloc(to->to), bytes + sent, to->to);
        watch(side, EPOLL_CTL_MOD);
        watch(to, EPOLL_CTL_MOD);
    }
}

static void on_writable(struct side *side) {
    ssize_t sent = send(side->fd, side->unsent + side->from, side->to - side->from, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        end(side);
        return;
    }
    side->from += sent < 0 ? 0 : sent;
    if (side->from < side->to)
        return;
    free(side->unsent);
    side->unsent = NULL;
    if (side->ends_then) {
        end(side);
        return;
    }
    watch(side, EPOLL_CTL_MOD);
    watch(side->other, EPOLL_CTL_MOD);
}

static struct side *new_side(int fd) {
    int one = 1;
    struct side *side = calloc(1, sizeof *side);
    side->fd = fd;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return side;
}

static void on_client(int listening, const struct sockaddr_in *origin) {
    int client_fd = accept4(listening, NULL, NULL, SOCK_NONBLOCK);
    int origin_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (client_fd < 0 || origin_fd < 0
            || (connect(origin_fd, (const struct sockaddr *) origin, sizeof *origin) < 0 && errno != EINPROGRESS)) {
        close(client_fd);
        close(origin_fd);
        return;
    }
    struct side *client = new_side(client_fd), *server = new_side(origin_fd);
    client->other = server;
    server->other = client;
    watch(client, EPOLL_CTL_ADD);
    watch(server, EPOLL_CTL_ADD);
}

int main(int count, char **words) {
    char *colon = count == 3 ? strrchr(words[2], ':') : NULL;
    if (colon == NULL) {
        fprintf(stderr, "floor PORT ORIGIN_HOST:ORIGIN_PORT\n");
        return 2;
    }
    *colon = 0;
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(atoi(words[1]))}, origin = here;
    inet_pton(AF_INET, "127.0.0.1", &here.sin_addr);
    inet_pton(AF_INET, words[2], &origin.sin_addr);
    origin.sin_port = htons(atoi(colon + 1));
    int one = 1, listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listening, (struct sockaddr *) &here, sizeof here) < 0 || listen(listening, 4096) < 0) {
        perror("floor");
        return 1;
    }
    epoll = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    epoll_ctl(epoll, EPOLL_CTL_ADD, listening, &event);
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct side *side = events[i].data.ptr;
            if (side == NULL) {
                on_client(listening, &origin);
            } else if (side->fd < 0) {
                continue;
            } else if (events[i].events & EPOLLERR) {
                end(side);
            } else if (side->unsent != NULL && (events[i].events & EPOLLOUT)) {
                on_writable(side);
            } else if (side->other->unsent == NULL) {
                on_readable(side);
            }
        }
        while (dead != NULL) {
            struct side *side = dead;
            dead = side->next_dead;
            free(side);
        }
    }
}
