/* Measures how long threads wait for CRuby's global lock (GVL), from outside; loaded with LD_PRELOAD.
 *
 * CRuby 3.1 guards the lock's record by a mutex and waits with it, in gvl_acquire_common and gvl_yield of
 * thread_pthread.c, only when another thread holds the GVL or has to get it first. So nothing is measured,
 * and nothing costs, unless a thread has to wait. The owner stands before the mutex and is NULL when a wait
 * has ended with the lock free. The waiter holds the mutex before the call and after it, which makes this
 * code the page's only writer. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>

#include "gvl_wait.h"

enum { WAIT_NS, WAITS, CONTENDED_NS, LONGEST_NS, LONGEST_READING };
enum { EVENT_GVL_WAIT = 4 };
#define PER_THREAD static __thread __attribute__((tls_model("initial-exec")))

struct gvl {
  void *_Atomic owner;
  pthread_mutex_t mutex;
};

typedef int wait_function(pthread_cond_t *, pthread_mutex_t *);
typedef int timed_wait_function(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

static _Atomic(wait_function *) real_wait;
static _Atomic(timed_wait_function *) real_timed_wait;
static struct counter_page private_page; /* where there is no file to write to */
static struct counter_page *page = &private_page;
static char folder[400];
static int is_layout_known;
static struct gvl *_Atomic gvl;
static uint64_t waiting, contended_since_ns;
PER_THREAD uint64_t wait_begin_ns;
PER_THREAD int is_learning, is_left_out;

static void *resolve(const char *name) {
  void *found = NULL;
#if defined(__GLIBC__) && defined(__x86_64__)
  found = dlvsym(RTLD_NEXT, name, "GLIBC_2.3.2"); /* not the one before NPTL */
#endif
  return found ? found : dlsym(RTLD_NEXT, name);
}

static void resolve_all(void) {
  atomic_store(&real_wait, (wait_function *)resolve("pthread_cond_wait"));
  atomic_store(&real_timed_wait, (timed_wait_function *)resolve("pthread_cond_timedwait"));
}

static void open_page(void) {
  struct counter_page *opened = page_open(folder, "gvl");
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
  is_left_out = 0;
  errno = error;
}

__attribute__((constructor)) static void start(void) {
  resolve_all();
  const char *given = getenv("HARNESS_AGENT_DIR");
  const char *version = dlsym(RTLD_DEFAULT, "ruby_version"); /* an array, which only CRuby has */
  if (!given || strlen(given) >= sizeof folder || !version) return;
  strcpy(folder, given);
  open_page();
  pthread_atfork(NULL, NULL, after_fork_in_child);
  is_layout_known = strncmp(version, "3.1.", 4) == 0 && sizeof(void *) == 8;
  const char *reason = "the agent's Ruby part (harness_agent.rb) has not run in this process";
  if (is_layout_known)
    snprintf(page->unavailable, sizeof page->unavailable, "%s", reason);
  else
    snprintf(
      page->unavailable, sizeof page->unavailable, "the GVL is known for Ruby 3.1, not for %.16s", version);
}

const char *agent_folder(void) { return folder; }

int gvl_can_be_known(void) { return is_layout_known; }

int gvl_is_known(void) { return atomic_load(&gvl) != NULL; }

void gvl_learning_begins(void) { is_learning = 1; }

void gvl_learning_ends(void) {
  is_learning = 0;
  const char *reason = gvl_is_known() ? "" : "the GVL is not where this version of Ruby should have it";
  snprintf(page->unavailable, sizeof page->unavailable, "%s", reason);
}

void gvl_leave_this_thread_out(void) { is_left_out = 1; }

/* The GVL is held while it is learned, so what has no owner is another lock. */
static struct gvl *learn(pthread_mutex_t *mutex) {
  struct gvl *candidate = (struct gvl *)((char *)mutex - offsetof(struct gvl, mutex));
  is_learning = 0;
  if (atomic_load(&candidate->owner) == NULL) return NULL;
  atomic_store(&gvl, candidate);
  return candidate;
}

/* The GVL, if that is what this mutex belongs to and the wait counts; NULL otherwise. */
static inline struct gvl *measured(pthread_mutex_t *mutex) {
  struct gvl *lock = atomic_load_explicit(&gvl, memory_order_relaxed);
  if (!lock && is_learning) lock = learn(mutex);
  return lock && mutex == &lock->mutex && !is_left_out ? lock : NULL;
}

static uint64_t wait_begins(void) {
  uint64_t begin = monotonic_ns();
  if (wait_begin_ns == 0) wait_begin_ns = begin;
  if (waiting++ == 0) contended_since_ns = begin;
  return begin;
}

static void wait_ends(struct gvl *lock, uint64_t begin) {
  uint64_t end = monotonic_ns();
  waiting--;
  page_add(page, CONTENDED_NS, end - contended_since_ns); /* where threads queue, `waiting` is never 0 */
  contended_since_ns = end;
  page_add(page, WAIT_NS, end - begin);
  if (atomic_load_explicit(&lock->owner, memory_order_relaxed)) return; /* it waits again */
  uint64_t whole = end - wait_begin_ns;
  page_add(page, WAITS, 1);
  page_maximum(page, LONGEST_NS, whole);
  page_event(page, EVENT_GVL_WAIT, wait_begin_ns, whole);
  wait_begin_ns = 0;
}

__attribute__((visibility("default"))) int pthread_cond_wait(
  pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex) {
  if (!atomic_load_explicit(&real_wait, memory_order_relaxed)) resolve_all();
  wait_function *wait = atomic_load_explicit(&real_wait, memory_order_relaxed);
  struct gvl *lock = measured(mutex);
  if (!lock) return wait(condition, mutex);
  uint64_t begin = wait_begins();
  int result = wait(condition, mutex);
  wait_ends(lock, begin);
  return result;
}

__attribute__((visibility("default"))) int pthread_cond_timedwait(
  pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
  const struct timespec *restrict deadline) {
  if (!atomic_load_explicit(&real_timed_wait, memory_order_relaxed)) resolve_all();
  timed_wait_function *wait = atomic_load_explicit(&real_timed_wait, memory_order_relaxed);
  struct gvl *lock = measured(mutex);
  if (!lock) return wait(condition, mutex, deadline);
  uint64_t begin = wait_begins();
  int result = wait(condition, mutex, deadline);
  wait_ends(lock, begin);
  return result;
}
