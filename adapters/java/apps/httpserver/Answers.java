package apps.httpserver;

import apps.contract.Answer;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Sends answers. */
final class Answers {
    private static final int NO_BODY = -1;

    private Answers() {
    }

    static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()); // a rest would end the connection
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("Content-Type", Answer.CONTENT_TYPE);
        exchange.sendResponseHeaders(answer.status(), isHead ? NO_BODY : answer.body().length);
        if (!isHead) {
            exchange.getResponseBody().write(answer.body());
        }
        exchange.close();
    }
}
