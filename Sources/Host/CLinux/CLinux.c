#define _GNU_SOURCE
#include "CLinux.h"

#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_epoll_pwait2
#define SYS_epoll_pwait2 441
#endif

enum { MAXIMUM_CPUS = 8192 };

int clinux_epoll_add(int epoll, int descriptor, uint32_t readiness, uint64_t token) {
  struct epoll_event event = {.events = readiness, .data.u64 = token};
  int code = epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
  return code && errno == EEXIST ? epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) : code;
}

int clinux_epoll_wait(int epoll, struct epoll_event *events, int capacity, int64_t nanoseconds) {
  struct timespec timeout = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  int count = (int)syscall(SYS_epoll_pwait2, epoll, events, capacity, &timeout, NULL, (size_t)0);
  if (count >= 0 || errno != ENOSYS) return count;
  int64_t milliseconds = nanoseconds / 1000000 + (nanoseconds % 1000000 != 0);
  return epoll_wait(epoll, events, capacity, milliseconds > INT32_MAX ? INT32_MAX : (int)milliseconds);
}

int clinux_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int clinux_thread_start(pthread_t *thread, const char *name, int cpu, void *(*body)(void *), void *argument) {
  pthread_attr_t attributes;
  int error = pthread_attr_init(&attributes);
  if (error) return error;
  if (cpu >= 0) {
    cpu_set_t *set = CPU_ALLOC(MAXIMUM_CPUS);
    size_t size = CPU_ALLOC_SIZE(MAXIMUM_CPUS);
    error = set ? 0 : ENOMEM;
    if (!error) {
      CPU_ZERO_S(size, set);
      CPU_SET_S((size_t)cpu, size, set);
      error = pthread_attr_setaffinity_np(&attributes, size, set);
      CPU_FREE(set);
    }
  }
  if (!error) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    error = pthread_create(thread, &attributes, body, argument);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
  }
  pthread_attr_destroy(&attributes);
  if (!error) pthread_setname_np(*thread, name);
  return error;
}

void clinux_set_timer_slack(unsigned long nanoseconds) { prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0); }

int clinux_set_slice(uint64_t nanoseconds) {
  /* struct sched_attr as of its first version; glibc has none before 2.41. */
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attributes = {.policy = SCHED_OTHER, .runtime = nanoseconds};
  attributes.size = sizeof attributes;
  attributes.nice = getpriority(PRIO_PROCESS, 0);
  return (int)syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void clinux_sleep_until(uint64_t nanoseconds) {
  struct timespec deadline = {.tv_sec = (time_t)(nanoseconds / 1000000000), .tv_nsec = (long)(nanoseconds % 1000000000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL) == EINTR) continue;
}

int clinux_allowed_cpus(int *cpus, int capacity) {
  unsigned long set[MAXIMUM_CPUS / (8 * sizeof(unsigned long))] = {0};
  if (sched_getaffinity(0, sizeof set, (cpu_set_t *)set)) return -1;
  int count = 0;
  for (int cpu = 0; cpu < MAXIMUM_CPUS; cpu++) {
    if (!CPU_ISSET_S((size_t)cpu, sizeof set, (cpu_set_t *)set)) continue;
    if (count < capacity) cpus[count] = cpu;
    count++;
  }
  return count;
}

static uint64_t nanoseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_usec * 1000;
}

void clinux_thread_times(uint64_t *user, uint64_t *system) {
  struct rusage usage = {0};
  getrusage(RUSAGE_THREAD, &usage);
  *user = nanoseconds(usage.ru_utime);
  *system = nanoseconds(usage.ru_stime);
}
