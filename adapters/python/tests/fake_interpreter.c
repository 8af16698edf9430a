/* A program with CPython's symbols and a lock like its, held by nobody: waits for it for 20 ms, as take_gil does, and prints
 * the nanoseconds that took.
 * FAKE_VERSION is the version it reports, FAKE_INTERVAL_US what stands where the switch interval should be. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

const char *Py_GetVersion(void);
void PyEval_AcquireThread(void);

static struct {
  unsigned long interval_us;
  void *last_holder;
  int locked;
  unsigned long switch_number;
  pthread_cond_t cond;
} gil = {.cond = PTHREAD_COND_INITIALIZER};
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

const char *Py_GetVersion(void) { return getenv("FAKE_VERSION"); }

void PyEval_AcquireThread(void) {
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_nsec += 20000000;
  deadline.tv_sec += deadline.tv_nsec / 1000000000;
  deadline.tv_nsec %= 1000000000;
  pthread_mutex_lock(&mutex);
  gil.locked = 1;
  while (pthread_cond_timedwait(&gil.cond, &mutex, &deadline) == 0) {
  }
  gil.locked = 0;
  pthread_mutex_unlock(&mutex);
}

static long long monotonic_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000ll + time.tv_nsec;
}

int main(void) {
  gil.interval_us = strtoul(getenv("FAKE_INTERVAL_US"), NULL, 10);
  long long begin = monotonic_ns();
  PyEval_AcquireThread();
  printf("%lld\n", monotonic_ns() - begin);
  return 0;
}
