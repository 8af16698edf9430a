// The servers of `make bench`: answers every HTTP/1.1 request with two bytes, after BUSY microseconds of work; with SIZE it has items, whose
// answers have so many bytes of JSON, and their ids at the end: POST makes one (at /login a token), GET shows it, DELETE answers nothing.
// Usage: server PORT COUNTER [BUSY [SIZE]]. The number of answers is the 64-bit word that the file COUNTER holds.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_DESCRIPTOR = 1 << 16, BUFFER = 1 << 17 };

static const char ANSWER[] =
    "HTTP/1.1 200 OK\r\nServer: bench\r\nContent-Type: text/plain\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok";

static size_t body_left[LARGEST_DESCRIPTOR];

// Answers a request for an item.
static void send_item(int socket, const char *request, size_t size) {
  static char answer[BUFFER], text[BUFFER];
  static unsigned long last = 1000000;
  if (!strncmp(request, "DELETE ", 7)) {
    static const char none[] = "HTTP/1.1 204 No Content\r\n\r\n";
    send(socket, none, sizeof none - 1, MSG_NOSIGNAL);
    return;
  }
  int makes = !strncmp(request, "POST ", 5), length;
  const char *number = strncmp(request, "GET /items/", 11) ? NULL : request + 11;
  unsigned long id = makes ? ++last : number ? strtoul(number, NULL, 10) : 7;
  if (!strncmp(request, "POST /login", 11)) {
    length = snprintf(text, sizeof text, "{\"token\":\"token-%lu\"}", id);
  } else {
    int pad = (int)size - 60;
    length = snprintf(text, sizeof text, "{\"tags\":[\"a\",\"b\"],\"text\":\"%*s\",\"id\":%lu}", pad > 0 ? pad : 1, "x", id);
  }
  int total = snprintf(
      answer, sizeof answer, "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
      makes ? "201 Created" : "200 OK", length, text);
  send(socket, answer, (size_t)total, MSG_NOSIGNAL);
}

static void work(long microseconds) {
  struct timespec begin, now;
  clock_gettime(CLOCK_MONOTONIC, &begin);
  do clock_gettime(CLOCK_MONOTONIC, &now);
  while ((now.tv_sec - begin.tv_sec) * 1000000000L + now.tv_nsec - begin.tv_nsec < microseconds * 1000);
}

// Whether the bytes end a request. Clients send the next request after the answer, so at most one is under way; heads come whole.
static int ends_request(int socket, const char *bytes, size_t count) {
  size_t *left = &body_left[socket];
  if (*left == 0) {
    const char *end = memmem(bytes, count, "\r\n\r\n", 4);
    const char *length = memmem(bytes, count, "Content-Length:", 15);
    if (!length) length = memmem(bytes, count, "content-length:", 15);
    if (!end) return 0;
    size_t total = (size_t)(end - bytes) + 4 + (length && length < end ? strtoul(length + 15, NULL, 10) : 0);
    *left = total;
  }
  *left -= count < *left ? count : *left;
  return *left == 0;
}

static int listen_on(int port) {
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) {
    perror("listen");
    exit(1);
  }
  return listener;
}

int main(int count, char **words) {
  if (count < 3) return fprintf(stderr, "usage: server PORT COUNTER [BUSY]\n"), 2;
  long busy = count > 3 ? atol(words[3]) : 0;
  size_t size = count > 4 ? (size_t)atol(words[4]) : 0;
  struct rlimit files = {LARGEST_DESCRIPTOR, LARGEST_DESCRIPTOR};
  setrlimit(RLIMIT_NOFILE, &files);
  signal(SIGPIPE, SIG_IGN);
  int file = open(words[2], O_RDWR | O_CREAT, 0644);
  if (file < 0 || ftruncate(file, sizeof(unsigned long))) return perror(words[2]), 1;
  volatile unsigned long *answers = mmap(NULL, sizeof(unsigned long), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  int listener = listen_on(atoi(words[1])), epoll = epoll_create1(0), one = 1;
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[1024];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  static char buffer[BUFFER];
  for (;;) {
    int ready = epoll_wait(epoll, events, 1024, -1);
    for (int i = 0; i < ready; i++) {
      int socket = events[i].data.fd;
      if (socket == listener) {
        while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event = (struct epoll_event){.events = EPOLLIN | EPOLLET | EPOLLRDHUP, .data.fd = socket};
          body_left[socket] = 0;
          epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
        }
        continue;
      }
      ssize_t got;
      do {
        got = recv(socket, buffer, BUFFER, 0);
        if (got <= 0) break;
        if (!ends_request(socket, buffer, (size_t)got)) continue;
        if (busy) work(busy);
        if (size) send_item(socket, buffer, size);
        else send(socket, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL);
        ++*answers;
      } while (got == BUFFER);
      if (got == 0 || (got < 0 && errno != EAGAIN) || (events[i].events & EPOLLRDHUP)) close(socket);
    }
  }
}
