#ifndef HARNESS_CLINUX_STAMP_H
#define HARNESS_CLINUX_STAMP_H
/* When the kernel received bytes (SO_TIMESTAMPNS), which a busy program may read much later. Stamps are CLOCK_REALTIME in nanoseconds. */
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

/* Room for a stamp in a message's control data. */
enum { CLINUX_STAMP_SPACE = CMSG_SPACE(sizeof(struct timespec)) };

/* Asks for stamps on a socket; 0 or an errno value. The kernel begins a little later, and has none for Unix-domain sockets. */
int clinux_stamp_receives(int socket);

/* recv(2) with the stamp of the last bytes; 0 when there is none. */
ssize_t clinux_receive_stamped(int socket, void *bytes, size_t capacity, uint64_t *stamp);

/* The stamp in a message's control data; 0 when there is none. */
static inline uint64_t clinux_stamp_in(const void *control, size_t size) {
  const struct cmsghdr *header = (const struct cmsghdr *)control;
  struct timespec time;
  if (size < CMSG_LEN(sizeof time) || header->cmsg_level != SOL_SOCKET || header->cmsg_type != 35 /* SCM_TIMESTAMPNS */)
    return 0;
  __builtin_memcpy(&time, CMSG_DATA(header), sizeof time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* What CLOCK_REALTIME is ahead of CLOCK_MONOTONIC, in nanoseconds: constant until somebody sets the clock. */
int64_t clinux_realtime_lead(void);
#endif
