/* What the part that Ruby calls needs from the part that measures waits for CRuby's global lock (GVL). */
#ifndef HARNESS_GVL_WAIT_H
#define HARNESS_GVL_WAIT_H

#include "counter_page.h"

/* Whether this process runs a CRuby whose GVL has a layout that is known. */
int gvl_can_be_known(void);

/* From here to the other call, the lock that this thread waits for first is the GVL. */
void gvl_learning_begins(void);
void gvl_learning_ends(void);

/* Whether the GVL has been learned. */
int gvl_is_known(void);

/* The waits of this thread are none of the app's. */
void gvl_leave_this_thread_out(void);

/* The folder of the pages, "" without one. */
const char *agent_folder(void);

#endif
