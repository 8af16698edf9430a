package apps.httpserver;

import apps.contract.Counts;
import apps.contract.Fields;
import apps.contract.Request;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A request of the JDK's server, which reads neither queries nor forms. */
record ExchangeRequest(HttpExchange exchange) implements Request {
    @Override
    public InputStream body() {
        return exchange.getRequestBody();
    }

    @Override
    public Map<String, List<String>> query() {
        return Fields.decode(exchange.getRequestURI().getRawQuery());
    }

    @Override
    public Map<String, List<String>> form() throws IOException {
        return Fields.decode(new String(body().readAllBytes(), StandardCharsets.US_ASCII));
    }

    @Override
    public Counts parts() throws IOException {
        String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
        return MultipartForm.count(contentType, body().readAllBytes());
    }
}
