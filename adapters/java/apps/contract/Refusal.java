package apps.contract;

/** Why a request is not answered. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    public Refusal(int status, String message) {
        super(message, null, false, false); // a stack trace would cost more than the request
        this.status = status;
    }

    public static Refusal malformed(String message) {
        return new Refusal(400, message);
    }

    public static Refusal invalid(String message) {
        return new Refusal(422, message);
    }

    public static Refusal notFound() {
        return new Refusal(404, "not found");
    }

    public int status() {
        return status;
    }
}
