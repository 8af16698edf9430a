package agent;

/** A JVM that does not count what is asked for. */
final class UnknownCounterException extends Exception {
    private static final long serialVersionUID = 1;

    UnknownCounterException(String name) {
        super("Java " + Runtime.version() + " does not tell " + name);
    }
}
