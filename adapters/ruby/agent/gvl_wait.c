/* Measures how long threads wait for CRuby's global lock (GVL), from outside; loaded with LD_PRELOAD.
 *
 * CRuby 3.1 guards the lock's record by a mutex and waits with it, in gvl_acquire_common and gvl_yield of
 * thread_pthread.c, only when another thread holds the GVL or has to get it first. So nothing is measured,
 * and nothing costs, unless a thread has to wait. The owner stands before the mutex and is NULL when a wait
 * has ended with the lock free. The waiter holds the mutex before the call and after it. */
#define _GNU_SOURCE
#include "gvl_wait.h"
#include "lock_wait.h"

enum { EVENT_GVL_WAIT = 4 };

struct gvl {
  void *_Atomic owner;
  pthread_mutex_t mutex;
};

typedef int wait_function(pthread_cond_t *, pthread_mutex_t *);
typedef int timed_wait_function(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

static _Atomic(wait_function *) real_wait;
static _Atomic(timed_wait_function *) real_timed_wait;
static int is_layout_known;
static struct gvl *_Atomic gvl;
PER_THREAD int is_learning, is_left_out;

static void resolve_all(void) {
  atomic_store(&real_wait, (wait_function *)next_function("pthread_cond_wait"));
  atomic_store(&real_timed_wait, (timed_wait_function *)next_function("pthread_cond_timedwait"));
}

static void count_this_thread(void) { is_left_out = 0; }

__attribute__((constructor)) static void start(void) {
  resolve_all();
  const char *version = dlsym(RTLD_DEFAULT, "ruby_version"); /* an array, which only CRuby has */
  if (!version || !start_counting("gvl")) return;
  pthread_atfork(NULL, NULL, count_this_thread);
  is_layout_known = strncmp(version, "3.1.", 4) == 0 && sizeof(void *) == 8;
  if (is_layout_known)
    declare_unavailable("the agent's Ruby part (harness_agent.rb) has not run in this process", "");
  else
    declare_unavailable("the GVL is known for Ruby 3.1, not for ", version);
}

const char *agent_folder(void) { return folder; }

int gvl_can_be_known(void) { return is_layout_known; }

int gvl_is_known(void) { return atomic_load(&gvl) != NULL; }

void gvl_learning_begins(void) { is_learning = 1; }

void gvl_learning_ends(void) {
  is_learning = 0;
  declare_unavailable(gvl_is_known() ? "" : "the GVL is not where this version of Ruby should have it", "");
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

static void gvl_wait_ends(struct gvl *lock, uint64_t begin) {
  wait_ends(begin, atomic_load_explicit(&lock->owner, memory_order_relaxed) != NULL, EVENT_GVL_WAIT);
}

__attribute__((visibility("default"))) int pthread_cond_wait(
  pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex) {
  if (!atomic_load_explicit(&real_wait, memory_order_relaxed)) resolve_all();
  wait_function *wait = atomic_load_explicit(&real_wait, memory_order_relaxed);
  struct gvl *lock = measured(mutex);
  if (!lock) return wait(condition, mutex);
  uint64_t begin = wait_begins();
  int result = wait(condition, mutex);
  gvl_wait_ends(lock, begin);
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
  gvl_wait_ends(lock, begin);
  return result;
}
