package apps.contract;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** What the adapter has told the app. */
public final class Launch {
    private Launch() {
    }

    /** How many threads answer requests. */
    public static int workers() {
        return variable("HARNESS_WORKERS");
    }

    /** The port of the inherited socket. */
    public static int port() {
        return variable("PORT");
    }

    /** The inherited socket, which is descriptor 0. */
    public static ServerSocketChannel listener() throws IOException {
        if (System.inheritedChannel() instanceof ServerSocketChannel listener) {
            return listener;
        }
        throw new IOException("descriptor 0 is no listening socket: this app is started by its adapter");
    }

    private static int variable(String name) {
        try {
            return Integer.parseInt(System.getenv(name));
        } catch (NumberFormatException error) {
            throw new IllegalStateException(name + " is no number: this app is started by its adapter", error);
        }
    }
}
