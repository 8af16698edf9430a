/* What libraries have in common that measure how long threads wait for an interpreter's global lock: the page, and
 * the accounting of a wait. Each library has one file that includes this. Who waits holds the lock's mutex before
 * the wait and after it, which makes this code the page's only writer. */
#ifndef HARNESS_LOCK_WAIT_H
#define HARNESS_LOCK_WAIT_H

#include <dlfcn.h>
#include <pthread.h>

#include "counter_page.h"

enum { WAIT_NS, WAITS, CONTENDED_NS, LONGEST_NS, LONGEST_READING };
#define PER_THREAD static __thread __attribute__((tls_model("initial-exec")))

static struct counter_page private_page; /* where there is no file to write to */
static struct counter_page *page = &private_page;
static const char *page_kind;
static char folder[400];
static uint64_t waiting, contended_since_ns;
PER_THREAD uint64_t wait_begin_ns;

/* The function of this name that would be called without this library. */
static void *next_function(const char *name) {
  void *found = NULL;
#if defined(__GLIBC__) && defined(__x86_64__)
  found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2"); /* not the one before NPTL */
#endif
  return found ? found : dlsym(RTLD_NEXT, name);
}

static void declare_unavailable(const char *reason, const char *detail) {
  snprintf(page->unavailable, sizeof page->unavailable, "%s%s", reason, detail);
}

static void open_page(void) {
  struct counter_page *opened = folder[0] ? page_open(folder, page_kind) : NULL;
  page = opened ? opened : &private_page;
}

/* The child has one thread and counts in a page of its own. */
static void after_fork_in_child(void) {
  int error = errno;
  char unavailable[sizeof page->unavailable];
  memcpy(unavailable, page->unavailable, sizeof unavailable);
  open_page();
  memcpy(page->unavailable, unavailable, sizeof unavailable);
  waiting = 0;
  wait_begin_ns = 0;
  errno = error;
}

/* Begins to count in the folder that the adapter gave; 0 without one. */
static int start_counting(const char *kind) {
  const char *given = getenv("HARNESS_AGENT_DIR");
  if (!given || strlen(given) >= sizeof folder) return 0;
  strcpy(folder, given);
  page_kind = kind;
  open_page();
  pthread_atfork(NULL, NULL, after_fork_in_child);
  return 1;
}

static inline uint64_t wait_begins(void) {
  uint64_t begin = monotonic_ns();
  if (wait_begin_ns == 0) wait_begin_ns = begin;
  if (waiting++ == 0) contended_since_ns = begin;
  return begin;
}

/* `is_held`: another thread has the lock again, so this one will go on waiting. */
static inline void wait_ends(uint64_t begin, int is_held, uint64_t event) {
  uint64_t end = monotonic_ns();
  waiting--;
  page_add(page, CONTENDED_NS, end - contended_since_ns); /* where threads queue, `waiting` is never 0 */
  contended_since_ns = end;
  page_add(page, WAIT_NS, end - begin);
  if (is_held) return;
  uint64_t whole = end - wait_begin_ns;
  page_add(page, WAITS, 1);
  page_maximum(page, LONGEST_NS, whole);
  page_event(page, event, wait_begin_ns, whole);
  wait_begin_ns = 0;
}

#endif
