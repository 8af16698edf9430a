#ifndef HARNESS_CLINUX_H
#define HARNESS_CLINUX_H
/* What Swift cannot import from Linux: variadics, packed structs, GNU-only calls.
   Never define _GNU_SOURCE here: it changes the layout of types that Glibc's module map exports. */
#include <stdint.h>
#include <stddef.h>
#include "CLinuxProcess.h"

#include <errno.h>

extern char **environ;
static inline char **clinux_environ(void) { return environ; }
static inline int clinux_errno(void) { return errno; }
#endif
