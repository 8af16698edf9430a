#include "CLinuxStamp.h"

#include <errno.h>

int clinux_stamp_receives(int socket) {
  int on = 1;
  return setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) ? errno : 0;
}

ssize_t clinux_receive_stamped(int socket, void *bytes, size_t capacity, uint64_t *stamp) {
  union {
    char bytes[CLINUX_STAMP_SPACE];
    struct cmsghdr header;
  } control;
  struct iovec place = {.iov_base = bytes, .iov_len = capacity};
  struct msghdr message = {
      .msg_iov = &place, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control.bytes};
  ssize_t count = recvmsg(socket, &message, 0);
  *stamp = count > 0 ? clinux_stamp_in(control.bytes, message.msg_controllen) : 0;
  return count;
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int64_t clinux_realtime_lead(void) {
  int64_t before = nanoseconds(CLOCK_MONOTONIC), real = nanoseconds(CLOCK_REALTIME), after = nanoseconds(CLOCK_MONOTONIC);
  return real - (before + after) / 2;
}
