/* Measures how long threads wait for CPython's global lock (GIL), from outside; loaded with LD_PRELOAD.
 *
 * CPython 3.9 to 3.14 calls pthread_cond_timedwait in one place, take_gil, and only when another thread
 * holds the lock. So nothing is measured, and nothing costs, unless a thread has to wait. The condition lies
 * 32 bytes into the lock's record, `struct _gil_runtime_state` of Include/internal/pycore_gil.h: interval,
 * last_holder, locked, switch_number, cond. take_gil holds the lock's mutex before the call and after it. */
#define _GNU_SOURCE
#include <link.h>

#include "lock_wait.h"

enum { EVENT_GIL_WAIT = 2 };
enum { LONGEST_INTERVAL_US = 10000000 };

struct gil {
  unsigned long interval_us;
  void *last_holder;
  _Atomic int locked;
  unsigned long switch_number;
  pthread_cond_t cond;
};
_Static_assert(offsetof(struct gil, cond) == 32, "as in pycore_gil.h on 64-bit machines");

typedef int wait_function(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

static wait_function *_Atomic real_wait;
static uintptr_t text_begin, text_end; /* the interpreter's code; empty: none that is known */
static struct gil *_Atomic gil;        /* learned at the first wait */

static wait_function *resolve(void) {
  wait_function *found = (wait_function *)next_function("pthread_cond_timedwait");
  atomic_store(&real_wait, found);
  return found;
}

static int find_text(struct dl_phdr_info *object, size_t size, void *symbol) {
  (void)size;
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *segment = &object->dlpi_phdr[i];
    uintptr_t begin = object->dlpi_addr + segment->p_vaddr;
    if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X)) continue;
    if ((uintptr_t)symbol < begin || (uintptr_t)symbol >= begin + segment->p_memsz) continue;
    text_begin = begin;
    text_end = begin + segment->p_memsz;
    return 1;
  }
  return 0;
}

__attribute__((constructor)) static void start(void) {
  resolve();
  void *symbol = dlsym(RTLD_DEFAULT, "PyEval_AcquireThread"); /* only CPython has it */
  const char *(*version)(void) = (const char *(*)(void))dlsym(RTLD_DEFAULT, "Py_GetVersion");
  if (!symbol || !version || !start_counting("gil")) return;
  int major = 0, minor = 0;
  sscanf(version(), "%d.%d", &major, &minor);
  if (strstr(version(), "free-threading"))
    declare_unavailable("a free-threaded build has no global lock", "");
  else if (major != 3 || minor < 9 || minor > 14 || sizeof(void *) != 8) {
    char number[24];
    snprintf(number, sizeof number, "%d.%d", major, minor);
    declare_unavailable("the global lock's layout is not known for CPython ", number);
  } else
    dl_iterate_phdr(find_text, symbol);
}

/* The lock this condition belongs to, if it is the first that looks like one; NULL otherwise. */
static struct gil *learn(pthread_cond_t *condition) {
  struct gil *candidate = (struct gil *)((char *)condition - offsetof(struct gil, cond));
  int is_plausible = candidate->interval_us >= 1 && candidate->interval_us <= LONGEST_INTERVAL_US &&
                     atomic_load(&candidate->locked) == 1;
  if (is_plausible)
    atomic_store(&gil, candidate);
  else
    declare_unavailable("the global lock is not where this version of CPython should have it", "");
  return is_plausible ? candidate : NULL;
}

int pthread_cond_timedwait(
  pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
  const struct timespec *restrict deadline) {
  wait_function *wait = atomic_load_explicit(&real_wait, memory_order_relaxed);
  if (!wait) wait = resolve();
  uintptr_t caller = (uintptr_t)__builtin_return_address(0);
  if (caller < text_begin || caller >= text_end) return wait(condition, mutex, deadline);
  struct gil *lock = atomic_load_explicit(&gil, memory_order_relaxed);
  if (!lock) lock = learn(condition);
  if (!lock || condition != &lock->cond) return wait(condition, mutex, deadline);

  uint64_t begin = wait_begins();
  int result = wait(condition, mutex, deadline);
  wait_ends(begin, atomic_load_explicit(&lock->locked, memory_order_relaxed), EVENT_GIL_WAIT);
  return result;
}
