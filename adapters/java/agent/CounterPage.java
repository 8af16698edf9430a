package agent;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The counter page of docs/AGENTS.md, as its one writer sees it. */
final class CounterPage {
    static final long GC_EVENT = 1;
    /** What is shorter is only counted. */
    static final long SHORTEST_EVENT_NANOSECONDS = 1_000_000;

    private static final VarHandle WORDS =
            MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long MAGIC =
            ByteBuffer.wrap("HRNSPAGE".getBytes(StandardCharsets.US_ASCII)).order(ByteOrder.nativeOrder()).getLong();
    private static final int WORD = 8;
    private static final int VERSION_AT = 8;
    private static final int PID_AT = 12;
    private static final int CREATED_AT = 16;
    private static final int READINGS_AT = 24;
    private static final int EVENTS_WRITTEN_AT = 32;
    private static final int EVENT_SLOTS_AT = 40;
    private static final int REASON_AT = 48;
    private static final int TOTALS_AT = 128;
    private static final int RING_AT = 384;
    private static final int EVENT_SIZE = 3 * WORD;

    private final ByteBuffer page;
    private final int eventSlots;

    private CounterPage(ByteBuffer page, int eventSlots) {
        this.page = page;
        this.eventSlots = eventSlots;
    }

    /** Makes this process's page of a kind, with a ring of so many events. */
    static CounterPage open(Path folder, String kind, int eventSlots) throws IOException {
        long pid = ProcessHandle.current().pid();
        int size = RING_AT + eventSlots * EVENT_SIZE;
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel file = FileChannel.open(folder.resolve(kind + "." + pid), options, permissions)) {
            file.write(ByteBuffer.allocate(size), 0); // its memory is there, so that no store fails later
            ByteBuffer page = file.map(FileChannel.MapMode.READ_WRITE, 0, size).order(ByteOrder.nativeOrder());
            page.putInt(VERSION_AT, 1);
            page.putInt(PID_AT, (int) pid);
            page.putLong(CREATED_AT, System.nanoTime()); // CLOCK_MONOTONIC
            page.putLong(EVENT_SLOTS_AT, eventSlots);
            WORDS.setRelease(page, 0, MAGIC);
            return new CounterPage(page, eventSlots);
        }
    }

    /** Says why this process cannot tell. */
    void unavailable(String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        page.put(REASON_AT, text, 0, Math.min(text.length, TOTALS_AT - REASON_AT - 1));
    }

    /** Sets a total or a gauge. */
    void set(int slot, long value) {
        WORDS.setOpaque(page, TOTALS_AT + slot * WORD, value);
    }

    void add(int slot, long value) {
        set(slot, total(slot) + value);
    }

    /** Tells a value that may be the greatest since the last reading, in a slot and the next. */
    void maximum(int slot, long value) {
        long readings = (long) WORDS.getOpaque(page, READINGS_AT);
        if (total(slot + 1) != readings) {
            set(slot, 0);
            set(slot + 1, readings);
        }
        set(slot, Math.max(value, total(slot)));
    }

    /** Tells when something began and how long it lasted. */
    void event(long kind, long begin, long nanoseconds) {
        long number = (long) WORDS.getOpaque(page, EVENTS_WRITTEN_AT);
        int place = RING_AT + (int) (number % eventSlots) * EVENT_SIZE;
        WORDS.setOpaque(page, place, begin);
        WORDS.setOpaque(page, place + WORD, nanoseconds);
        WORDS.setOpaque(page, place + 2 * WORD, kind);
        WORDS.setRelease(page, EVENTS_WRITTEN_AT, number + 1);
    }

    private long total(int slot) {
        return (long) WORDS.getOpaque(page, TOTALS_AT + slot * WORD);
    }
}
