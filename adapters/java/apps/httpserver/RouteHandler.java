package apps.httpserver;

import apps.contract.Route;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;

/** Answers the requests of a context with a route. */
record RouteHandler(Route route) implements HttpHandler {
    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        Answers.send(exchange, route.answer(exchange.getRequestMethod(), path, new ExchangeRequest(exchange)));
    }
}
