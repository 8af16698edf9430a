#ifndef HARNESS_CLINUX_RING_H
#define HARNESS_CLINUX_RING_H
/* io_uring by raw system calls. A ring belongs to the thread that opened it; its memory is shared with the kernel, so it must not move
   while it is open. What the headers of Debian 12 (Linux 6.1) lack is defined in the .c file. */
#include <errno.h>
#include "CLinuxStamp.h"

#include <stddef.h>
#include <stdint.h>
#include <linux/io_uring.h>
#include <sys/socket.h>

typedef struct {
  int descriptor;            /* the ring's file */
  int enter_descriptor;      /* what io_uring_enter takes: the file or its registered index */
  unsigned enter_flags;
  unsigned tail, submitted;  /* our end of the submission queue, and how much of it the kernel has taken */
  unsigned entries, mask;
  unsigned *kernel_head, *kernel_tail;
  struct io_uring_sqe *submissions;
  unsigned *completion_head, *completion_tail;
  unsigned completion_mask;
  struct io_uring_cqe *completions;
  void *rings, *buffers, *buffer_ring;
  size_t rings_size, submissions_size, buffers_size, buffer_ring_size;
  unsigned buffer_count, buffer_size;
  uint16_t buffer_tail;
  struct msghdr stamped;     /* what stamped receives ask for besides bytes */
} clinux_ring;

/* Opens a ring with room for `entries` submissions and `completions` completions, and `buffers` (a power of two) receive buffers of
   `buffer_size` bytes. Returns 0 or an errno value; ENOSYS, EPERM and EINVAL mean that the kernel has no ring for us. */
int clinux_ring_open(clinux_ring *ring, unsigned entries, unsigned completions, unsigned buffers, unsigned buffer_size);
void clinux_ring_close(clinux_ring *ring);

/* Submits what is queued and waits until `wanted` completions are there, `nanoseconds` at the longest (negative: for ever).
   Returns 0, or an errno value; ETIME and EINTR are no failures. */
int clinux_ring_wait(clinux_ring *ring, unsigned wanted, int64_t nanoseconds);

/* Submits what is queued without waiting. */
void clinux_ring_submit(clinux_ring *ring);

/* A free place in the submission queue, zeroed; submits what is queued when there is none. */
static inline struct io_uring_sqe *clinux_ring_submission(clinux_ring *ring) {
  while (ring->tail - ring->submitted >= ring->entries) clinux_ring_submit(ring);
  struct io_uring_sqe *submission = &ring->submissions[ring->tail++ & ring->mask];
  __builtin_memset(submission, 0, sizeof *submission);
  return submission;
}

/* Receives into the ring's buffers, completion after completion, until one comes without IORING_CQE_F_MORE. */
static inline void clinux_ring_receive(clinux_ring *ring, int socket, uint64_t token) {
  struct io_uring_sqe *submission = clinux_ring_submission(ring);
  submission->opcode = IORING_OP_RECV;
  submission->fd = socket;
  submission->flags = IOSQE_BUFFER_SELECT;
  submission->ioprio = IORING_RECV_MULTISHOT | IORING_RECVSEND_POLL_FIRST;
  submission->user_data = token;
}

/* The same with stamps (see CLinuxStamp.h): each buffer holds a header, control data and then the bytes. */
static inline void clinux_ring_receive_stamped(clinux_ring *ring, int socket, uint64_t token) {
  clinux_ring_receive(ring, socket, token);
  struct io_uring_sqe *submission = &ring->submissions[(ring->tail - 1) & ring->mask];
  submission->opcode = IORING_OP_RECVMSG;
  submission->addr = (uint64_t)(uintptr_t)&ring->stamped;
}

/* Where the bytes of a stamped receive of `size` begin in its buffer, how many they are, and their stamp, 0 when there is none. */
static inline const uint8_t *clinux_ring_stamped(const uint8_t *buffer, unsigned size, unsigned *count, uint64_t *stamp) {
  const struct io_uring_recvmsg_out *header = (const struct io_uring_recvmsg_out *)buffer;
  const uint8_t *control = buffer + sizeof *header;
  *stamp = clinux_stamp_in(control, header->controllen);
  *count = size - (unsigned)sizeof *header - CLINUX_STAMP_SPACE;
  return control + CLINUX_STAMP_SPACE;
}

/* Sends all of `bytes`, which must stay where they are until then; it completes only if it fails, or if `reports_success`. */
static inline void clinux_ring_send(
    clinux_ring *ring, int socket, const void *bytes, unsigned count, int reports_success, uint64_t token) {
  struct io_uring_sqe *submission = clinux_ring_submission(ring);
  submission->opcode = IORING_OP_SEND;
  submission->fd = socket;
  submission->flags = reports_success ? 0 : IOSQE_CQE_SKIP_SUCCESS;
  submission->addr = (uint64_t)(uintptr_t)bytes;
  submission->len = count;
  submission->msg_flags = 0x4000 /* MSG_NOSIGNAL */ | 0x100 /* MSG_WAITALL */;
  submission->user_data = token;
}

/* Completes once when the descriptor is ready for `events` (of poll(2)). */
static inline void clinux_ring_poll(clinux_ring *ring, int descriptor, unsigned events, uint64_t token) {
  struct io_uring_sqe *submission = clinux_ring_submission(ring);
  submission->opcode = IORING_OP_POLL_ADD;
  submission->fd = descriptor;
  submission->poll32_events = events;
  submission->user_data = token;
}

/* Completions that can be read. */
static inline unsigned clinux_ring_ready(const clinux_ring *ring) {
  return __atomic_load_n(ring->completion_tail, __ATOMIC_ACQUIRE) - *ring->completion_head;
}

/* The oldest completion; there must be one. Valid until it is given back. */
static inline const struct io_uring_cqe *clinux_ring_completion(const clinux_ring *ring) {
  return &ring->completions[*ring->completion_head & ring->completion_mask];
}

/* Gives the oldest completion's place back to the kernel. */
static inline void clinux_ring_advance(clinux_ring *ring) {
  __atomic_store_n(ring->completion_head, *ring->completion_head + 1, __ATOMIC_RELEASE);
}

/* The bytes of a receive buffer. */
static inline const uint8_t *clinux_ring_buffer(const clinux_ring *ring, unsigned index) {
  return (const uint8_t *)ring->buffers + (size_t)index * ring->buffer_size;
}

/* Gives a receive buffer back to the kernel. */
static inline void clinux_ring_return_buffer(clinux_ring *ring, unsigned index) {
  struct io_uring_buf_ring *all = (struct io_uring_buf_ring *)ring->buffer_ring;
  struct io_uring_buf *buffer = &all->bufs[ring->buffer_tail & (ring->buffer_count - 1)];
  buffer->addr = (uint64_t)(uintptr_t)clinux_ring_buffer(ring, index);
  buffer->len = ring->buffer_size;
  buffer->bid = (uint16_t)index;
  ring->buffer_tail++;
  __atomic_store_n(&all->tail, ring->buffer_tail, __ATOMIC_RELEASE);
}
#endif
