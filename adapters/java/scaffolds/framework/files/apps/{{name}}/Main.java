package apps.{{identifier}};

import apps.contract.Answer;
import apps.contract.Json;
import apps.contract.Launch;
import apps.contract.Refusal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * The workload contract with {{name}}, as far as it goes: what is served is served with the JDK's server.
 *
 * Where Debian has {{name}} is told in its line of the adapter's adapter.py, with `package` and `jars`, as of the other frameworks: that is
 * the version which is reported. A server that takes the inherited socket, `Launch.listener()`, needs no deviation there.
 */
public final class Main {
    private static final int BACKLOG = 4096;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or answers wait for acknowledgements, for 40 ms
        var address = new InetSocketAddress("127.0.0.1", Launch.port());
        System.in.close(); // the inherited socket: this server takes none but one that it binds itself, at once
        HttpServer server = HttpServer.create(address, BACKLOG);
        server.setExecutor(Executors.newFixedThreadPool(Launch.workers()));
        server.createContext("/", exchange -> send(exchange, Answer.refused(Refusal.notFound())));
        server.createContext("/health", exchange -> send(exchange, Answer.ok(Map.of("status", "ok"))));
        server.createContext("/json/small", exchange -> send(exchange, json(exchange)));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
        server.start();
    }

    /** Every other workload is a context like this one; `apps.contract.Routes` has what they all answer. */
    private static Answer json(HttpExchange exchange) throws IOException {
        try {
            return Answer.ok(Json.tree(exchange.getRequestBody()));
        } catch (Refusal refusal) {
            return Answer.refused(refusal);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()); // a rest would end the connection
        exchange.getResponseHeaders().set("Content-Type", Answer.CONTENT_TYPE);
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }
}
