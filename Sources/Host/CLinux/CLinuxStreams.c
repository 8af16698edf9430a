#include <fcntl.h>

/* Takes the place of standard streams that are closed, before anything else runs: the next file that is opened, if only the
   runtime's own, would get their numbers, and with them what is written for people. Nothing can be read there, and writing fails
   with EBADF as it does on a closed stream. */
__attribute__((constructor)) static void occupy_closed_streams(void) {
  for (int stream = 0; stream < 3; stream++)
    if (fcntl(stream, F_GETFD) < 0) (void)open("/dev/null", O_RDONLY);
}
