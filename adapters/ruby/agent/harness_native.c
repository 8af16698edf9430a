/* What the agent's Ruby part (site/harness_agent.rb) calls: for the `gc` page, and to learn which lock is the
 * GVL.
 *
 * Ruby loads the library that is there already, as an extension. Its headers are not needed: a VALUE is a
 * word, and these functions are as they were in Ruby 2. They are weak: other programs have none of them. */
#include "gvl_wait.h"

typedef unsigned long VALUE;
typedef VALUE method(); /* of as many VALUEs as the number after it says, and self */
#define RUBY __attribute__((weak))
RUBY VALUE rb_define_module(const char *name);
RUBY void rb_define_module_function(VALUE module, const char *name, method *function, int arguments);
RUBY VALUE rb_thread_create(VALUE (*body)(void *), void *argument);
RUBY void *rb_thread_call_without_gvl(
  void *(*body)(void *), void *argument, void *unblock, void *unblock_argument);
RUBY VALUE rb_funcallv(VALUE receiver, unsigned long name, int count, const VALUE *arguments);
RUBY unsigned long rb_intern(const char *name);
RUBY unsigned long long rb_num2ull(VALUE number);
RUBY VALUE rb_ull2inum(unsigned long long number);
RUBY char *rb_string_value_cstr(VALUE *string);

enum { LEARNING_NS = 1000000000, NAP_NS = 20000 };

static struct counter_page private_page; /* where there is no file to write to */
static struct counter_page *page = &private_page;
static _Atomic int is_held;

static void nap(void) { nanosleep(&(struct timespec){0, NAP_NS}, NULL); }

/* Takes the GVL and keeps it until another thread has been seen to wait for it. */
static VALUE hold(void *argument) {
  (void)argument;
  uint64_t deadline = monotonic_ns() + LEARNING_NS;
  atomic_store(&is_held, 1);
  while (!gvl_is_known() && monotonic_ns() < deadline) nap();
  return 0;
}

static void *await_holder(void *argument) {
  (void)argument;
  uint64_t deadline = monotonic_ns() + LEARNING_NS;
  while (!atomic_load(&is_held) && monotonic_ns() < deadline) nap();
  gvl_learning_begins(); /* the next lock that this thread has to wait for is the one it gave away */
  return NULL;
}

static VALUE learn_gvl(VALUE self) {
  if (!gvl_can_be_known()) return self;
  VALUE holder = rb_thread_create(hold, NULL);
  rb_thread_call_without_gvl(await_holder, NULL, NULL, NULL);
  gvl_learning_ends();
  rb_funcallv(holder, rb_intern("join"), 0, NULL);
  return self;
}

static VALUE leave_this_thread_out(VALUE self) {
  gvl_leave_this_thread_out();
  return self;
}

/* Makes this process's `gc` page, or continues it after an exec; `reason` is "" or why nothing is counted. */
static VALUE open_page(VALUE self, VALUE reason) {
  struct counter_page *opened = agent_folder()[0] ? page_open(agent_folder(), "gc") : NULL;
  page = opened ? opened : &private_page;
  snprintf(page->unavailable, sizeof page->unavailable, "%s", rb_string_value_cstr(&reason));
  return self;
}

static VALUE total(VALUE self, VALUE slot) {
  (void)self;
  _Atomic uint64_t *place = &page->totals[rb_num2ull(slot) % PAGE_TOTALS];
  return rb_ull2inum(atomic_load_explicit(place, memory_order_relaxed));
}

static VALUE store(VALUE self, VALUE slot, VALUE value) {
  _Atomic uint64_t *place = &page->totals[rb_num2ull(slot) % PAGE_TOTALS];
  atomic_store_explicit(place, rb_num2ull(value), memory_order_relaxed);
  return self;
}

/* Ruby calls it when it has loaded the library. */
__attribute__((visibility("default"))) void Init_harness_native(void) {
  VALUE module = rb_define_module("HarnessAgent");
  rb_define_module_function(module, "learn_gvl", (method *)learn_gvl, 0);
  rb_define_module_function(module, "leave_this_thread_out", (method *)leave_this_thread_out, 0);
  rb_define_module_function(module, "open_page", (method *)open_page, 1);
  rb_define_module_function(module, "total", (method *)total, 1);
  rb_define_module_function(module, "store", (method *)store, 2);
}
