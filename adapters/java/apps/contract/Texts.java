package apps.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.UUID;
import java.util.regex.Pattern;

/** Values out of texts, more strictly than Java reads them; others are an IllegalArgumentException or DateTimeException. */
public final class Texts {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern HEXADECIMAL_GROUPS =
            Pattern.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final int SECONDS = "2024-01-15T10:00:00".length();

    private Texts() {
    }

    public static Long integer(String text) {
        check(INTEGER.matcher(text).matches(), text, "integer");
        return Long.valueOf(text);
    }

    public static Double decimal(String text) {
        check(DECIMAL.matcher(text).matches(), text, "decimal number");
        Double decimal = Double.valueOf(text);
        check(!decimal.isInfinite(), text, "number that a double holds");
        return decimal;
    }

    public static Boolean truth(String text) {
        check(text.equals("true") || text.equals("false"), text, "boolean");
        return Boolean.valueOf(text);
    }

    public static UUID uuid(String text) {
        check(HEXADECIMAL_GROUPS.matcher(text).matches(), text, "UUID");
        return UUID.fromString(text);
    }

    public static LocalDate date(String text) {
        return LocalDate.parse(text, DATE);
    }

    /** Of RFC 3339, which has seconds always. */
    public static Instant instant(String text) {
        check(text.length() > SECONDS, text, "date-time");
        return OffsetDateTime.parse(text).toInstant();
    }

    private static void check(boolean holds, String text, String type) {
        if (!holds) {
            throw new IllegalArgumentException("`" + text + "` is no " + type);
        }
    }
}
