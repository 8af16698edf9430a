package apps.httpserver;

import apps.contract.Answer;
import apps.contract.Refusal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Answers what no route takes. */
final class NotFoundHandler implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Answers.send(exchange, Answer.refused(Refusal.notFound()));
    }
}
