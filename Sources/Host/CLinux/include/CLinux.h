#ifndef HARNESS_CLINUX_H
#define HARNESS_CLINUX_H
/* What Swift cannot import from Linux: variadics, packed structs, GNU-only calls.
   Never define _GNU_SOURCE here: it changes the layout of types that Glibc's module map exports. */
#include "CLinuxProcess.h"
#include "CLinuxRing.h"
#include "CLinuxStamp.h"

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>

extern char **environ;
static inline char **clinux_environ(void) { return environ; }
static inline int clinux_errno(void) { return errno; }

/* epoll: struct epoll_event is packed on x86-64, so its members are read and written here. */
int clinux_epoll_add(int epoll, int descriptor, uint32_t readiness, uint64_t token);
/* Waits up to `nanoseconds` (0: only look); where the kernel lacks epoll_pwait2, rounded up to milliseconds. */
int clinux_epoll_wait(int epoll, struct epoll_event *events, int capacity, int64_t nanoseconds);
static inline uint32_t clinux_event_readiness(const struct epoll_event *events, int i) { return events[i].events; }
static inline uint64_t clinux_event_token(const struct epoll_event *events, int i) { return events[i].data.u64; }

/* An eventfd that is readable for ever after its first write; -1 and errno on failure. */
int clinux_eventfd(void);

/* Threads: every signal blocked, pinned to `cpu` unless it is negative. Returns an errno value, 0 for success. */
int clinux_thread_start(pthread_t *thread, const char *name, int cpu, void *(*body)(void *), void *argument);

/* How much later than asked for the kernel may end this thread's waits, to save wake-ups (prctl PR_SET_TIMERSLACK; 50 µs by default). */
void clinux_set_timer_slack(unsigned long nanoseconds);

/* Asks for slices of so many nanoseconds for this thread, 100 µs at the least (sched_setattr): whoever asks for less waits less when it wakes.
   Since Linux 6.12; without effect before. 0 or -1 and errno. */
int clinux_set_slice(uint64_t nanoseconds);

/* Waits until CLOCK_MONOTONIC shows so many nanoseconds. */
void clinux_sleep_until(uint64_t nanoseconds);

/* The processors this thread may run on, ascending: how many there are (at most `capacity` are written), or -1 and errno. */
int clinux_allowed_cpus(int *cpus, int capacity);

/* User and system time of the calling thread in nanoseconds (getrusage RUSAGE_THREAD). */
void clinux_thread_times(uint64_t *user, uint64_t *system);
#endif
