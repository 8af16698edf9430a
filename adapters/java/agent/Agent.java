package agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Tells in counter pages (docs/AGENTS.md) what only the JVM knows, in whichever app it is loaded into. */
public final class Agent implements Runnable {
    private static final long INTERVAL_MILLISECONDS = 100;

    private final List<Runnable> readers;

    private Agent(List<Runnable> readers) {
        this.readers = readers;
    }

    /** Called by the JVM before the app's main; what it throws would end the app. */
    public static void premain(String arguments) {
        try {
            String folder = System.getenv("HARNESS_AGENT_DIR");
            if (folder != null) {
                start(Path.of(folder));
            }
        } catch (Exception | LinkageError error) {
            return; // fewer counts, and an app as it would be without an agent
        }
    }

    private static void start(Path folder) throws IOException {
        CounterPage gc = CounterPage.open(folder, "gc", Collections.EVENTS);
        CounterPage jvm = CounterPage.open(folder, "jvm", 0);
        try {
            PerformanceData data = PerformanceData.open();
            var collections = new Collections(gc, data);
            collections.listen();
            var agent = new Agent(List.of(collections::read, new Counts(jvm, data)::read));
            agent.readAll();
            var thread = new Thread(agent, "harness-agent");
            thread.setDaemon(true);
            thread.start();
            Runtime.getRuntime().addShutdownHook(new Thread(agent::readAll));
        } catch (IOException | UnknownCounterException error) {
            gc.unavailable(error.getMessage());
            jvm.unavailable(error.getMessage());
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                Thread.sleep(INTERVAL_MILLISECONDS);
                readAll();
            }
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void readAll() {
        try {
            readers.forEach(Runnable::run);
        } catch (RuntimeException error) {
            return; // its trace would be a line of the app's
        }
    }
}
