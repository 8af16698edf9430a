// The servers of `make bench` for what is more than requests: sends back what comes, or sends events without end.
// Usage: streams PORT COUNTER. WebSocket messages and the bodies of POSTs come back; a GET's answer has an event every millisecond.
// The number of messages, answers or events is the 64-bit word that the file COUNTER holds.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { LARGEST_DESCRIPTOR = 1 << 14, BUFFER = 1 << 17 };

// What came on a connection and is not dealt with, and how far the connection is.
struct connection {
  char *bytes;
  size_t count;
  enum { NEW, REQUESTS, MESSAGES, EVENTS } kind;
  unsigned long events;
};

static struct connection connections[LARGEST_DESCRIPTOR];
static volatile unsigned long *counter;

static void send_all(int socket, const void *bytes, size_t count) { send(socket, bytes, count, MSG_NOSIGNAL); }

static void accept_key(const char *head, char *place) {
  const char *field = strcasestr(head, "sec-websocket-key:");
  char text[128] = "";
  if (field) sscanf(field + 18, " %64[^\r\n ]", text);
  strcat(text, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(text, strlen(text), digest, &size, EVP_sha1(), NULL);
  EVP_EncodeBlock((unsigned char *)place, digest, (int)size);
}

// Finds out by the first head what a connection is for, and answers it unless that is one of many; returns how many bytes are dealt with, 0 when
// the head is not whole.
static size_t open_connection(int socket, struct connection *connection) {
  char *end = memmem(connection->bytes, connection->count, "\r\n\r\n", 4);
  if (!end) return 0;
  if (!memcmp(connection->bytes, "POST", 4)) {
    connection->kind = REQUESTS;
    return 0;
  }
  *end = 0;
  connection->kind = strcasestr(connection->bytes, "upgrade: websocket") ? MESSAGES : EVENTS;
  char answer[512], key[64];
  if (connection->kind == EVENTS) {
    strcpy(answer, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n");
  } else {
    accept_key(connection->bytes, key);
    sprintf(answer, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", key);
  }
  send_all(socket, answer, strlen(answer));
  return (size_t)(end - connection->bytes) + 4;
}

// Sends a message back; returns how many bytes its frame has, 0 when it is not whole.
static size_t echo_frame(int socket, struct connection *connection) {
  unsigned char *bytes = (unsigned char *)connection->bytes;
  if (connection->count < 6) return 0;
  size_t size = bytes[1] & 0x7f, head = 2;
  if (size == 126) size = (size_t)bytes[2] << 8 | bytes[3], head = 4;
  else if (size == 127) size = __builtin_bswap64(*(uint64_t *)(bytes + 2)), head = 10;
  if (connection->count < head + 4 + size) return 0;
  uint32_t key;
  memcpy(&key, bytes + head, 4);
  uint64_t wide = (uint64_t)key << 32 | key, word;
  unsigned char *payload = bytes + head + 4;
  size_t i = 0;
  for (; i + 8 <= size; i += 8) memcpy(&word, payload + i, 8), word ^= wide, memcpy(payload + i, &word, 8);
  for (; i < size; i++) payload[i] ^= (unsigned char)(key >> 8 * (i & 3));
  // The head without its mask stands just before the payload.
  unsigned char *start = payload - head;
  memmove(start, bytes, head);
  start[1] &= 0x7f;
  send_all(socket, start, head + size);
  if ((bytes[0] & 0x0f) != 8) ++*counter;
  return head + 4 + size;
}

// Sends a request's body back; returns how many bytes the request has, 0 when it is not whole.
static size_t echo_body(int socket, struct connection *connection) {
  char *end = memmem(connection->bytes, connection->count, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = (size_t)(end - connection->bytes) + 4, size = 0;
  char *length = memmem(connection->bytes, head, "Content-Length:", 15);
  if (length) size = strtoul(length + 15, NULL, 10);
  if (connection->count < head + size) return 0;
  char answer[BUFFER];
  int count = sprintf(answer, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", size);
  memcpy(answer + count, connection->bytes + head, size);
  send_all(socket, answer, (size_t)count + size);
  ++*counter;
  return head + size;
}

// Deals with what came, and returns how many bytes that was.
static size_t answer(int socket, struct connection *connection) {
  if (connection->kind == NEW) {
    size_t done = open_connection(socket, connection);
    if (done > 0 || connection->kind == NEW) return done;
  }
  if (connection->kind == REQUESTS) return echo_body(socket, connection);
  return connection->kind == MESSAGES ? echo_frame(socket, connection) : connection->count;
}

static void read_on(int socket) {
  struct connection *connection = &connections[socket];
  for (;;) {
    ssize_t got = recv(socket, connection->bytes + connection->count, BUFFER - connection->count, 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) {
      connection->kind = NEW;
      close(socket);
      return;
    }
    connection->count += (size_t)got;
    size_t done;
    while (connection->count > 0 && (done = answer(socket, connection)) > 0) {
      connection->count -= done;
      memmove(connection->bytes, connection->bytes + done, connection->count);
    }
  }
}

static void send_events(int highest) {
  for (int socket = 0; socket <= highest; socket++) {
    struct connection *connection = &connections[socket];
    if (connection->kind != EVENTS) continue;
    char event[128];
    unsigned long number = ++connection->events;
    int count = sprintf(event, "id: %lu\nevent: tick\ndata: {\"seq\":%lu}\n\n", number, number);
    if (send(socket, event, (size_t)count, MSG_NOSIGNAL) == count) ++*counter;
  }
}

int main(int count, char **words) {
  if (count < 3) return fprintf(stderr, "usage: streams PORT COUNTER\n"), 2;
  struct rlimit files = {LARGEST_DESCRIPTOR, LARGEST_DESCRIPTOR};
  setrlimit(RLIMIT_NOFILE, &files);
  signal(SIGPIPE, SIG_IGN);
  int file = open(words[2], O_RDWR | O_CREAT, 0644), one = 1, highest = 0;
  if (file < 0 || ftruncate(file, sizeof(unsigned long))) return perror(words[2]), 1;
  counter = mmap(NULL, sizeof(unsigned long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(words[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) return perror("listen"), 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[1024];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
  timerfd_settime(timer, 0, &(struct itimerspec){{0, 1000000}, {0, 1000000}}, NULL);
  event = (struct epoll_event){.events = EPOLLIN, .data.fd = timer};
  epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);
  for (;;) {
    int ready = epoll_wait(epoll, events, 1024, -1);
    for (int i = 0; i < ready; i++) {
      int socket = events[i].data.fd;
      if (socket == timer) {
        uint64_t times;
        if (read(timer, &times, sizeof times) == sizeof times) send_events(highest);
      } else if (socket == listener) {
        while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          struct connection *connection = &connections[socket];
          if (!connection->bytes) connection->bytes = malloc(BUFFER);
          connection->count = 0, connection->kind = NEW, connection->events = 0;
          if (socket > highest) highest = socket;
          event = (struct epoll_event){.events = EPOLLIN | EPOLLET | EPOLLRDHUP, .data.fd = socket};
          epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
        }
      } else {
        read_on(socket);
      }
    }
  }
}
