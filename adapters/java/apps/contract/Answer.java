package apps.contract;

import java.util.Map;

/** A status and JSON. */
public record Answer(int status, byte[] body) {
    public static final String CONTENT_TYPE = "application/json";

    public static Answer ok(Object value) {
        return new Answer(200, Json.bytes(value));
    }

    public static Answer refused(Refusal refusal) {
        return new Answer(refusal.status(), Json.bytes(Map.of("error", refusal.getMessage())));
    }
}
