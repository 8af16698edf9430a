package apps.httpserver;

import apps.contract.Launch;
import apps.contract.Route;
import apps.contract.Routes;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** The workload contract with the JDK's own server. */
public final class Main {
    private static final int BACKLOG = 4096;

    private Main() {
    }

    public static void main(String[] arguments) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // or answers wait for acknowledgements, for 40 ms
        var address = new InetSocketAddress("127.0.0.1", Launch.port());
        System.in.close(); // the inherited socket: HttpServer takes none but one that it binds itself, at once
        HttpServer server = HttpServer.create(address, BACKLOG);
        server.setExecutor(Executors.newFixedThreadPool(Launch.workers()));
        server.createContext("/", new NotFoundHandler());
        for (Route route : Routes.all()) {
            server.createContext(route.prefix(), new RouteHandler(route));
        }
        server.createContext("/sse", new EventsHandler());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
        server.start();
    }
}
