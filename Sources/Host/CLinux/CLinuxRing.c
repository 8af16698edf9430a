#define _GNU_SOURCE
#include "CLinuxRing.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Since Linux 6.6; not in Debian 12's headers. */
#define SETUP_NO_SQARRAY (1U << 16)

static int enter(clinux_ring *ring, unsigned count, unsigned wanted, unsigned flags, void *argument, size_t size) {
  return (int)syscall(
      __NR_io_uring_enter, ring->enter_descriptor, count, wanted, flags | ring->enter_flags, argument, size);
}

static int registering(clinux_ring *ring, unsigned what, void *argument, unsigned count) {
  return (int)syscall(__NR_io_uring_register, ring->descriptor, what, argument, count);
}

static void *map(size_t size, int descriptor, off_t offset) {
  int flags = descriptor < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED | MAP_POPULATE;
  void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, descriptor, offset);
  return memory == MAP_FAILED ? NULL : memory;
}

/* Asks for the cheapest kind of ring first: completions are worked on only when we wait, and no index array. */
static int set_up(unsigned entries, struct io_uring_params *parameters, unsigned completions) {
  const unsigned needed = IORING_SETUP_CQSIZE | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
  const unsigned wishes[] = {SETUP_NO_SQARRAY, 0};
  for (unsigned i = 0; i < sizeof wishes / sizeof *wishes; i++) {
    memset(parameters, 0, sizeof *parameters);
    parameters->flags = needed | wishes[i];
    parameters->cq_entries = completions;
    int descriptor = (int)syscall(__NR_io_uring_setup, entries, parameters);
    if (descriptor >= 0 || errno != EINVAL) return descriptor;
  }
  return -1;
}

static int map_rings(clinux_ring *ring, const struct io_uring_params *parameters) {
  size_t submissions = parameters->sq_off.array + parameters->sq_entries * sizeof(unsigned);
  size_t completions = parameters->cq_off.cqes + parameters->cq_entries * sizeof(struct io_uring_cqe);
  ring->rings_size = submissions > completions ? submissions : completions;
  ring->submissions_size = parameters->sq_entries * sizeof(struct io_uring_sqe);
  ring->rings = map(ring->rings_size, ring->descriptor, IORING_OFF_SQ_RING);
  ring->submissions = map(ring->submissions_size, ring->descriptor, IORING_OFF_SQES);
  if (!ring->rings || !ring->submissions) return -1;
  char *base = ring->rings;
  ring->entries = parameters->sq_entries;
  ring->kernel_head = (unsigned *)(base + parameters->sq_off.head);
  ring->kernel_tail = (unsigned *)(base + parameters->sq_off.tail);
  ring->mask = *(unsigned *)(base + parameters->sq_off.ring_mask);
  ring->completion_head = (unsigned *)(base + parameters->cq_off.head);
  ring->completion_tail = (unsigned *)(base + parameters->cq_off.tail);
  ring->completion_mask = *(unsigned *)(base + parameters->cq_off.ring_mask);
  ring->completions = (struct io_uring_cqe *)(base + parameters->cq_off.cqes);
  if (!(parameters->flags & SETUP_NO_SQARRAY)) {
    unsigned *array = (unsigned *)(base + parameters->sq_off.array);
    for (unsigned i = 0; i < ring->entries; i++) array[i] = i;
  }
  return 0;
}

/* Saves the look-up of the ring's file on every enter; not all kernels have it. */
static void register_ring(clinux_ring *ring) {
  struct io_uring_rsrc_update update = {.offset = -1U, .data = (uint64_t)ring->descriptor};
  if (registering(ring, IORING_REGISTER_RING_FDS, &update, 1) != 1) return;
  ring->enter_descriptor = (int)update.offset;
  ring->enter_flags = IORING_ENTER_REGISTERED_RING;
}

static int add_buffers(clinux_ring *ring, unsigned count, unsigned size) {
  ring->buffer_count = count;
  ring->buffer_size = size;
  ring->buffers_size = (size_t)count * size;
  ring->buffer_ring_size = count * sizeof(struct io_uring_buf);
  ring->buffers = map(ring->buffers_size, -1, 0);
  ring->buffer_ring = map(ring->buffer_ring_size, -1, 0);
  if (!ring->buffers || !ring->buffer_ring) return -1;
  struct io_uring_buf_reg group = {.ring_addr = (uint64_t)(uintptr_t)ring->buffer_ring, .ring_entries = count};
  if (registering(ring, IORING_REGISTER_PBUF_RING, &group, 1)) return -1;
  for (unsigned i = 0; i < count; i++) clinux_ring_return_buffer(ring, i);
  return 0;
}

int clinux_ring_open(clinux_ring *ring, unsigned entries, unsigned completions, unsigned buffers, unsigned buffer_size) {
  struct io_uring_params parameters;
  memset(ring, 0, sizeof *ring);
  ring->descriptor = ring->enter_descriptor = set_up(entries, &parameters, completions);
  if (ring->descriptor < 0) return errno;
  if (map_rings(ring, &parameters) || add_buffers(ring, buffers, buffer_size)) {
    int error = errno;
    clinux_ring_close(ring);
    return error;
  }
  register_ring(ring);
  ring->stamped.msg_controllen = CLINUX_STAMP_SPACE;
  return 0;
}

void clinux_ring_close(clinux_ring *ring) {
  if (ring->descriptor >= 0) close(ring->descriptor);
  if (ring->rings) munmap(ring->rings, ring->rings_size);
  if (ring->submissions) munmap(ring->submissions, ring->submissions_size);
  if (ring->buffer_ring) munmap(ring->buffer_ring, ring->buffer_ring_size);
  if (ring->buffers) munmap(ring->buffers, ring->buffers_size);
  memset(ring, 0, sizeof *ring);
  ring->descriptor = -1;
}

static int submit(clinux_ring *ring, unsigned wanted, unsigned flags, void *argument, size_t size) {
  __atomic_store_n(ring->kernel_tail, ring->tail, __ATOMIC_RELEASE);
  int error = enter(ring, ring->tail - ring->submitted, wanted, flags, argument, size) < 0 ? errno : 0;
  ring->submitted = __atomic_load_n(ring->kernel_head, __ATOMIC_ACQUIRE);
  return error;
}

void clinux_ring_submit(clinux_ring *ring) { submit(ring, 0, 0, NULL, 0); }

int clinux_ring_wait(clinux_ring *ring, unsigned wanted, int64_t nanoseconds) {
  struct __kernel_timespec time = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  struct io_uring_getevents_arg argument = {.sigmask_sz = 8, .ts = nanoseconds < 0 ? 0 : (uint64_t)(uintptr_t)&time};
  return submit(ring, wanted, IORING_ENTER_GETEVENTS | IORING_ENTER_EXT_ARG, &argument, sizeof argument);
}
