package agent;

import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.List;
import javax.management.NotificationEmitter;

/** The page `gc`: for how long collectors had stopped the program. */
final class Collections {
    static final int EVENTS = 1024;
    static final int COUNT = 0;
    static final int TIME = 1;
    static final int LONGEST = 2;

    private static final long MILLISECOND = 1_000_000;
    private static final long TIGHT_NANOSECONDS = 20_000;
    private static final int ATTEMPTS = 10;

    private final CounterPage page;
    private final List<Collector> collectors = new ArrayList<>();
    private final long beginOfTime;

    Collections(CounterPage page, PerformanceData data) throws UnknownCounterException {
        this.page = page;
        do {
            collectors.add(new Collector(data, prefix(collectors.size())));
        } while (data.has(prefix(collectors.size()) + "invocations"));
        beginOfTime = beginOfTime();
    }

    private static String prefix(int number) {
        return "sun.gc.collector." + number + ".";
    }

    /** When the JVM began to count its time, by CLOCK_MONOTONIC; it counts milliseconds, so the next one is waited for. */
    private static long beginOfTime() {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        for (int attempt = 1;; attempt++) {
            long known = runtime.getUptime();
            long now;
            long uptime;
            do {
                now = System.nanoTime();
                uptime = runtime.getUptime();
            } while (uptime == known);
            if (System.nanoTime() - now < TIGHT_NANOSECONDS || attempt == ATTEMPTS) {
                return now - uptime * MILLISECOND;
            }
        }
    }

    /** Has each collection told when it is over, so that none hides the one before. */
    void listen() {
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener((notification, handback) -> read(), null, null);
            }
        }
    }

    synchronized void read() {
        collectors.forEach(collector -> collector.tell(page, beginOfTime));
    }
}
