/* A program with CRuby's mark and a lock like its, which nobody holds and nobody shows to the agent.
 * It waits for the lock for 5 ms. FAKE_VERSION is the version it reports. */
#include <pthread.h>
#include <time.h>

const char ruby_version[] = FAKE_VERSION;

int main(void) {
  pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_nsec += 5000000;
  deadline.tv_sec += deadline.tv_nsec / 1000000000;
  deadline.tv_nsec %= 1000000000;
  pthread_mutex_lock(&mutex);
  while (pthread_cond_timedwait(&condition, &mutex, &deadline) == 0) {
  }
  return pthread_mutex_unlock(&mutex);
}
