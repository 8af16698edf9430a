package apps.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Writes events as they are due, for servers whose streams block; between events it has no thread. */
public final class EventStream implements Runnable {
    private final Events events;
    private final OutputStream body;
    private final Executor afterPause;
    private final Runnable end;

    /** What follows a pause is done by workers; the end is told when all are written, or the reader has gone. */
    public EventStream(Events events, OutputStream body, Executor workers, Runnable end) {
        this.events = events;
        this.body = body;
        this.afterPause = CompletableFuture.delayedExecutor(events.pauseMilliseconds(), TimeUnit.MILLISECONDS, workers);
        this.end = end;
    }

    @Override
    public void run() {
        if (!isPaused()) {
            end.run();
        }
    }

    /** Writes what is due; whether more will be. */
    private boolean isPaused() {
        try {
            while (events.hasNext()) {
                body.write(events.next());
                body.flush();
                if (events.isPauseNext()) {
                    afterPause.execute(this);
                    return true;
                }
            }
        } catch (IOException error) {
            return false; // the reader has gone
        }
        return false;
    }
}
