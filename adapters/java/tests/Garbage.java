import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * Makes so many arrays of 1 KiB and collects so often; prints how often the JVM says that it has. It ends by exit, as a server does by a
 * signal: what its thread has allocated is there when the agent reads for the last time.
 */
class Garbage {
    static byte[] latest;

    public static void main(String[] arguments) {
        for (int made = Integer.parseInt(arguments[0]); made > 0; made--) {
            latest = new byte[1024];
        }
        for (int collected = Integer.parseInt(arguments[1]); collected > 0; collected--) {
            System.gc();
        }
        var collectors = ManagementFactory.getGarbageCollectorMXBeans();
        System.out.println(collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum());
        System.exit(0);
    }
}
