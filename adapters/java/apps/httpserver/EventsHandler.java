package apps.httpserver;

import apps.contract.Answer;
import apps.contract.EventStream;
import apps.contract.Events;
import apps.contract.Refusal;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;

/** Sends events one by one. */
final class EventsHandler implements HttpHandler {
    private static final int CHUNKED = 0;

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        HttpContext context = exchange.getHttpContext();
        boolean isItsPath = exchange.getRequestURI().getRawPath().equals(context.getPath());
        if (!isItsPath || !exchange.getRequestMethod().equals("GET")) {
            Answers.send(exchange, Answer.refused(Refusal.notFound()));
            return;
        }
        String lastEventId = exchange.getRequestHeaders().getFirst(Events.LAST_EVENT_ID);
        var events = Events.of(new ExchangeRequest(exchange).query(), lastEventId);
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()); // or its end would end the connection
        exchange.getResponseHeaders().set("Content-Type", Events.CONTENT_TYPE);
        exchange.sendResponseHeaders(200, CHUNKED);
        var workers = context.getServer().getExecutor();
        new EventStream(events, exchange.getResponseBody(), workers, exchange::close).run();
    }
}
