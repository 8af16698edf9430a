/* The counter page of docs/AGENTS.md, as a writer in C sees it. */
#ifndef HARNESS_COUNTER_PAGE_H
#define HARNESS_COUNTER_PAGE_H

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { PAGE_VERSION = 1, PAGE_TOTALS = 32, PAGE_EVENTS = 1024 };
enum { EVENT_THRESHOLD_NS = 1000000 };
#define PAGE_MAGIC 0x45474150534e5248ull /* the bytes "HRNSPAGE" */

struct event {
  uint64_t time_ns, duration_ns, kind;
};

struct counter_page {
  _Atomic uint64_t magic; /* written last */
  uint32_t version, pid;
  uint64_t created_ns;
  _Atomic uint64_t readings; /* the reader's only field */
  _Atomic uint64_t events_written;
  uint64_t event_slots;
  char unavailable[80]; /* why there is nothing to count; "" when there is */
  _Atomic uint64_t totals[PAGE_TOTALS];
  struct event events[PAGE_EVENTS];
};
_Static_assert(offsetof(struct counter_page, totals) == 128, "layout of docs/AGENTS.md");
_Static_assert(offsetof(struct counter_page, events) == 384, "layout of docs/AGENTS.md");

/* Nanoseconds of CLOCK_MONOTONIC. */
static inline uint64_t monotonic_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

/* The page of this process, made or, after an exec, continued; NULL when it cannot be mapped. */
static inline struct counter_page *page_open(const char *folder, const char *kind) {
  char path[512];
  int length = snprintf(path, sizeof path, "%s/%s.%d", folder, kind, (int)getpid());
  if (length < 0 || (size_t)length >= sizeof path) return NULL;
  int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return NULL;
  void *memory = MAP_FAILED;
  if (ftruncate(descriptor, sizeof(struct counter_page)) == 0)
    memory = mmap(NULL, sizeof(struct counter_page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  close(descriptor);
  if (memory == MAP_FAILED) return NULL;
  struct counter_page *page = memory;
  page->version = PAGE_VERSION;
  page->pid = (uint32_t)getpid();
  if (page->created_ns == 0) page->created_ns = monotonic_ns();
  page->event_slots = PAGE_EVENTS;
  atomic_store_explicit(&page->magic, PAGE_MAGIC, memory_order_release);
  return page;
}

/* Adds to a total; the caller holds the lock that makes it the only writer. */
static inline void page_add(struct counter_page *page, int slot, uint64_t amount) {
  uint64_t old = atomic_load_explicit(&page->totals[slot], memory_order_relaxed);
  atomic_store_explicit(&page->totals[slot], old + amount, memory_order_relaxed);
}

/* Keeps the greatest value since the last reading, in `slot`; the slot after it names that reading. */
static inline void page_maximum(struct counter_page *page, int slot, uint64_t value) {
  uint64_t reading = atomic_load_explicit(&page->readings, memory_order_relaxed);
  int is_current = atomic_load_explicit(&page->totals[slot + 1], memory_order_relaxed) == reading;
  if (is_current && value <= atomic_load_explicit(&page->totals[slot], memory_order_relaxed)) return;
  atomic_store_explicit(&page->totals[slot], value, memory_order_relaxed);
  atomic_store_explicit(&page->totals[slot + 1], reading, memory_order_release);
}

/* Appends an event, if it is long enough to be one. */
static inline void page_event(
  struct counter_page *page, uint64_t kind, uint64_t time_ns, uint64_t duration_ns) {
  if (duration_ns < EVENT_THRESHOLD_NS) return;
  uint64_t number = atomic_load_explicit(&page->events_written, memory_order_relaxed);
  page->events[number % PAGE_EVENTS] = (struct event){time_ns, duration_ns, kind};
  atomic_store_explicit(&page->events_written, number + 1, memory_order_release);
}

#endif
