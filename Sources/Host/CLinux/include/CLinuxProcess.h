#ifndef HARNESS_CLINUX_PROCESS_H
#define HARNESS_CLINUX_PROCESS_H
#include <sys/types.h>

/* Starts `path` in a new process group, with signals unblocked and at their defaults, in `directory` (NULL: ours).
   `descriptors` become 0, 1 and 2. Returns an errno value, 0 for success. */
int clinux_spawn(
    pid_t *pid, const char *path, char *const arguments[], char *const environment[], const char *directory,
    const int descriptors[3]);

/* Processes that lose their parent below us become our children (prctl PR_SET_CHILD_SUBREAPER). 0 or -1 and errno. */
int clinux_become_subreaper(void);

/* Raises the soft limit of open files of a process to `wanted`, or to the hard one where that is less, unless it is as high already; `hard` is
   the hard one. 0 or -1 and errno. */
int clinux_raise_open_files(pid_t pid, unsigned long wanted, unsigned long *hard);

/* Gives memory that is free back to the system, as far as the allocator can. */
void clinux_give_back_memory(void);

/* Like pipe, both ends close-on-exec. 0 or -1 and errno. */
int clinux_pipe(int ends[2]);
#endif
