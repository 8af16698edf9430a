package agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The counters that HotSpot keeps for jstat, in a file that it maps; reading one is a load from memory. */
final class PerformanceData {
    private static final int ENTRY_OFFSET_AT = 24;
    private static final int ENTRY_COUNT_AT = 28;
    private static final int NAME_OFFSET = 4;
    private static final int TYPE_OFFSET = 12;
    private static final int VALUE_OFFSET = 16;

    private final ByteBuffer memory;
    /** Where each number is. */
    private final Map<String, Integer> places = new HashMap<>();

    private PerformanceData(ByteBuffer memory) {
        this.memory = memory.order(ByteOrder.nativeOrder());
        int entry = memory.getInt(ENTRY_OFFSET_AT);
        for (int rest = memory.getInt(ENTRY_COUNT_AT); rest > 0; rest--) {
            if (memory.get(entry + TYPE_OFFSET) == 'J') {
                String name = text(entry + memory.getInt(entry + NAME_OFFSET));
                places.put(name, entry + memory.getInt(entry + VALUE_OFFSET));
            }
            entry += memory.getInt(entry);
        }
    }

    /** Those of this process. */
    static PerformanceData open() throws IOException {
        Path path = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"), "" + ProcessHandle.current().pid());
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return new PerformanceData(file.map(FileChannel.MapMode.READ_ONLY, 0, file.size()));
        } catch (IOException error) {
            throw new IOException("the JVM keeps no " + path, error);
        }
    }

    LongSupplier counter(String name) throws UnknownCounterException {
        Integer place = places.get(name);
        if (place == null) {
            throw new UnknownCounterException(name);
        }
        return () -> memory.getLong(place);
    }

    boolean has(String name) {
        return places.containsKey(name);
    }

    private String text(int begin) {
        int end = begin;
        while (memory.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - begin];
        memory.get(begin, text);
        return new String(text, StandardCharsets.US_ASCII);
    }
}
