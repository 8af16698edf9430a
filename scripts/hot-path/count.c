// Preloaded into harness: counts calls that have no place in the engine's path of a request, and writes the totals to the file in
// HOT_PATH_COUNTS at exit.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned long counts[6];
static const char *const NAMES[] = {
    "malloc", "swift_retain", "swift_release", "swift_allocObject", "pthread_mutex_lock", "swift_bridgeObjectRetain"};

static void *next(int which) {
  static void *found[6];
  if (!found[which]) found[which] = dlsym(RTLD_NEXT, NAMES[which]);
  __atomic_fetch_add(&counts[which], 1, __ATOMIC_RELAXED);
  return found[which];
}

void *malloc(size_t size) { return ((void *(*)(size_t))next(0))(size); }
void *swift_retain(void *object) { return ((void *(*)(void *))next(1))(object); }
void swift_release(void *object) { ((void (*)(void *))next(2))(object); }
void *swift_allocObject(void *type, size_t size, size_t mask) {
  return ((void *(*)(void *, size_t, size_t))next(3))(type, size, mask);
}
int pthread_mutex_lock(pthread_mutex_t *mutex) { return ((int (*)(pthread_mutex_t *))next(4))(mutex); }
void *swift_bridgeObjectRetain(void *object) { return ((void *(*)(void *))next(5))(object); }

__attribute__((destructor)) static void write_counts(void) {
  const char *path = getenv("HOT_PATH_COUNTS");
  FILE *file = path ? fopen(path, "w") : NULL;
  if (!file) return;
  for (int i = 0; i < 6; i++) fprintf(file, "%s %lu\n", NAMES[i], counts[i]);
  fclose(file);
}
