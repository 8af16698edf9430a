package apps.contract;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of queries and URL-encoded forms. */
public final class Fields {
    private Fields() {
    }

    /** Values as strings, repeated names as arrays. */
    public static Map<String, Object> asGiven(Map<String, List<String>> fields) {
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach((name, texts) -> values.put(name, texts.size() == 1 ? texts.get(0) : texts));
        return values;
    }

    /** Those of an encoded text, for servers that leave it to their users; null is a query that is not there. */
    public static Map<String, List<String>> decode(String encoded) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        if (encoded == null) {
            return fields;
        }
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                int end = pair.indexOf('=');
                String name = decodePart(end < 0 ? pair : pair.substring(0, end));
                String value = end < 0 ? "" : decodePart(pair.substring(end + 1));
                fields.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return fields;
    }

    private static String decodePart(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException error) {
            throw Refusal.malformed(error.getMessage());
        }
    }

    /** A segment of a path, in which `+` is itself. */
    static String decodeSegment(String encoded) {
        return decodePart(encoded.replace("+", "%2B"));
    }
}
