package apps.contract;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The events of a stream that its reader has not had yet, each as its bytes. */
public final class Events implements Iterator<byte[]> {
    public static final String CONTENT_TYPE = "text/event-stream";
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private final int last;
    private final int pauseMilliseconds;
    private int number;

    private Events(int number, int last, int pauseMilliseconds) {
        this.number = number;
        this.last = last;
        this.pauseMilliseconds = pauseMilliseconds;
    }

    /** Those that a query asks for, after the one that its reader names; null where it names none. */
    public static Events of(Map<String, List<String>> query, String lastEventId) {
        int had = lastEventId == null ? 0 : Integer.parseInt(lastEventId);
        return new Events(had, parameter(query, "events"), parameter(query, "interval_ms"));
    }

    private static int parameter(Map<String, List<String>> query, String name) {
        return Integer.parseInt(query.get(name).get(0));
    }

    /** What passes between one event and the next. */
    public int pauseMilliseconds() {
        return pauseMilliseconds;
    }

    /** Whether the event after the last one that was taken has to be waited for. */
    public boolean isPauseNext() {
        return pauseMilliseconds > 0 && hasNext();
    }

    @Override
    public boolean hasNext() {
        return number < last;
    }

    @Override
    public byte[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        number++;
        String event = "id: " + number + "\nevent: tick\ndata: {\"seq\":" + number + "}\n\n";
        return event.getBytes(StandardCharsets.US_ASCII);
    }
}
