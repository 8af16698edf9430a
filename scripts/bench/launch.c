// Runs a program on one processor and writes what it used, as nobody but its parent can know, from a process too small to matter.
// Usage: launch CPU FILE PROGRAM [ARGUMENT…]. FILE gets: CPU seconds, peak RSS in KiB, wall seconds, wait status.
#define _GNU_SOURCE
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static double seconds(struct timeval time) { return (double)time.tv_sec + (double)time.tv_usec * 1e-6; }

int main(int count, char **words) {
  if (count < 4) return fprintf(stderr, "usage: launch CPU FILE PROGRAM [ARGUMENT...]\n"), 2;
  double begin = now();
  pid_t child = fork();
  if (child == 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(atoi(words[1]), &set);
    sched_setaffinity(0, sizeof set, &set);
    execvp(words[3], words + 3);
    _exit(127);
  }
  struct rusage usage;
  int status;
  wait4(child, &status, 0, &usage);
  FILE *file = fopen(words[2], "w");
  if (!file) return perror(words[2]), 1;
  fprintf(file, "%.6f %ld %.4f %d\n", seconds(usage.ru_utime) + seconds(usage.ru_stime), usage.ru_maxrss, now() - begin, status);
  fclose(file);
  return 0;
}
