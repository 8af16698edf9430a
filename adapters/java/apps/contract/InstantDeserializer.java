package apps.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import java.time.Instant;

/** Reads a date-time of RFC 3339 out of JSON; Debian has no module of Jackson for java.time. */
final class InstantDeserializer extends FromStringDeserializer<Instant> {
    private static final long serialVersionUID = 1;

    InstantDeserializer() {
        super(Instant.class);
    }

    @Override
    protected Instant _deserialize(String text, DeserializationContext context) {
        return Texts.instant(text);
    }
}
