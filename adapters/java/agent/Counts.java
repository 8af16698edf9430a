package agent;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The page `jvm`: allocations, the heap, safepoints, the compiler. */
final class Counts {
    private static final int ALLOCATED_BYTES = 0;
    private static final int HEAP_USED = 1;
    private static final int HEAP_COMMITTED = 2;
    private static final int SAFEPOINTS = 3;
    private static final int SAFEPOINT_TIME = 4;
    private static final int SAFEPOINT_WAIT = 5;
    private static final int COMPILATION_TIME = 6;

    private final CounterPage page;
    private final Map<Integer, LongSupplier> counters;
    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    /** What each living thread has allocated. */
    private Map<Long, Long> allocated = new HashMap<>();

    Counts(CounterPage page, PerformanceData data) throws UnknownCounterException {
        this.page = page;
        counters = Map.of(
                SAFEPOINTS, data.counter("sun.rt.safepoints"),
                SAFEPOINT_TIME, data.counter("sun.rt.safepointTime"),
                SAFEPOINT_WAIT, data.counter("sun.rt.safepointSyncTime"),
                COMPILATION_TIME, data.counter("java.ci.totalTime"));
    }

    void read() {
        counters.forEach((slot, counter) -> page.set(slot, counter.getAsLong()));
        MemoryUsage heap = memory.getHeapMemoryUsage();
        page.set(HEAP_USED, heap.getUsed());
        page.set(HEAP_COMMITTED, heap.getCommitted());
        readAllocations();
    }

    /** A thread's last allocations before its end are not seen. */
    private void readAllocations() {
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        Map<Long, Long> now = new HashMap<>();
        long growth = 0;
        for (int index = 0; index < ids.length; index++) {
            if (bytes[index] >= 0) {
                now.put(ids[index], bytes[index]);
                growth += bytes[index] - allocated.getOrDefault(ids[index], 0L);
            }
        }
        allocated = now;
        page.add(ALLOCATED_BYTES, growth);
    }
}
