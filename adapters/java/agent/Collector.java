package agent;

import java.util.function.LongSupplier;

/** What HotSpot counts of one collector: the pauses of it, in nanoseconds since the JVM's begin. */
final class Collector {
    private final LongSupplier pauses;
    private final LongSupplier time;
    private final LongSupplier lastBegin;
    private final LongSupplier lastEnd;
    private long toldPauses;
    private long toldTime;

    Collector(PerformanceData data, String prefix) throws UnknownCounterException {
        pauses = data.counter(prefix + "invocations");
        time = data.counter(prefix + "time");
        lastBegin = data.counter(prefix + "lastEntryTime");
        lastEnd = data.counter(prefix + "lastExitTime");
    }

    /** Tells the pauses since it did so last; of the latest also when it was. */
    void tell(CounterPage page, long beginOfTime) {
        long count = pauses.getAsLong();
        if (count == toldPauses) {
            return;
        }
        long total = time.getAsLong();
        long latest = lastEnd.getAsLong() - lastBegin.getAsLong();
        page.add(Collections.COUNT, count - toldPauses);
        page.add(Collections.TIME, total - toldTime);
        page.maximum(Collections.LONGEST, latest);
        if (latest >= CounterPage.SHORTEST_EVENT_NANOSECONDS) {
            page.event(CounterPage.GC_EVENT, beginOfTime + lastBegin.getAsLong(), latest);
        }
        toldPauses = count;
        toldTime = total;
    }
}
