/* Measures how long threads wait for CPython's global lock (GIL), from outside; loaded with LD_PRELOAD.
 *
 * CPython 3.9 to 3.14 calls pthread_cond_timedwait in one place, take_gil, and only when another thread
 * holds the lock. So nothing is measured, and nothing costs, unless a thread has to wait. The condition lies
 * 32 bytes into the lock's record, `struct _gil_runtime_state` of Include/internal/pycore_gil.h: interval,
 * last_holder, locked, switch_number, cond. take_gil holds the lock's mutex before the call and after it,
 * which makes this code the page's only writer. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <pthread.h>

#include "counter_page.h"

enum { WAIT_NS, WAITS, CONTENDED_NS, LONGEST_NS, LONGEST_READING };
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
static struct counter_page private_page; /* where there is no file to write to */
static struct counter_page *page = &private_page;
static char folder[400];
static uintptr_t text_begin, text_end; /* the interpreter's code; empty: none that is known */
static struct gil *_Atomic gil;        /* learned at the first wait */
static uint64_t waiting, contended_since_ns;
static __thread uint64_t wait_begin_ns __attribute__((tls_model("initial-exec")));

static wait_function *resolve(void) {
  void *found = NULL;
#if defined(__GLIBC__) && defined(__x86_64__)
  found = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2"); /* not the one before NPTL */
#endif
  if (!found) found = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  atomic_store(&real_wait, (wait_function *)found);
  return (wait_function *)found;
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

static void declare_unavailable(const char *reason, const char *detail) {
  snprintf(page->unavailable, sizeof page->unavailable, "%s%s", reason, detail);
}

static void open_page(void) {
  struct counter_page *opened = folder[0] ? page_open(folder, "gil") : NULL;
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

__attribute__((constructor)) static void start(void) {
  resolve();
  const char *given = getenv("HARNESS_AGENT_DIR");
  void *symbol = dlsym(RTLD_DEFAULT, "PyEval_AcquireThread"); /* only CPython has it */
  const char *(*version)(void) = (const char *(*)(void))dlsym(RTLD_DEFAULT, "Py_GetVersion");
  if (!given || strlen(given) >= sizeof folder || !symbol || !version) return;
  strcpy(folder, given);
  open_page();
  pthread_atfork(NULL, NULL, after_fork_in_child);
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

  uint64_t begin = monotonic_ns();
  if (wait_begin_ns == 0) wait_begin_ns = begin;
  if (waiting++ == 0) contended_since_ns = begin;
  int result = wait(condition, mutex, deadline);
  uint64_t end = monotonic_ns();
  waiting--;
  page_add(page, CONTENDED_NS, end - contended_since_ns); /* where threads queue, `waiting` is never 0 */
  contended_since_ns = end;
  page_add(page, WAIT_NS, end - begin);
  if (atomic_load_explicit(&lock->locked, memory_order_relaxed)) return result; /* it waits again */
  uint64_t whole = end - wait_begin_ns;
  page_add(page, WAITS, 1);
  page_maximum(page, LONGEST_NS, whole);
  page_event(page, EVENT_GIL_WAIT, wait_begin_ns, whole);
  wait_begin_ns = 0;
  return result;
}
