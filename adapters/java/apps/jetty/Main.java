package apps.jetty;

import apps.contract.Launch;
import apps.contract.Route;
import apps.contract.Routes;
import javax.servlet.MultipartConfigElement;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The workload contract with embedded Jetty and a servlet for each route. */
public final class Main {
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 1;
    private static final int RESERVED = 1; // it goes on selecting when a selector's thread answers a request itself
    private static final int BYTES_IN_MEMORY = 1 << 20;

    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        var server = new Server(new QueuedThreadPool(ACCEPTORS + SELECTORS + RESERVED + Launch.workers()));
        var connector = new ServerConnector(server, ACCEPTORS, SELECTORS);
        connector.open(Launch.listener());
        server.addConnector(connector);
        server.setHandler(servlets());
        server.setStopAtShutdown(true);
        server.start();
    }

    private static ServletContextHandler servlets() {
        var handler = new ServletContextHandler();
        var multipart = new MultipartConfigElement(System.getProperty("java.io.tmpdir"), -1, -1, BYTES_IN_MEMORY);
        for (Route route : Routes.all()) {
            var holder = new ServletHolder(new RouteServlet(route));
            holder.getRegistration().setMultipartConfig(multipart);
            handler.addServlet(holder, route.names().isEmpty() ? route.prefix() : route.prefix() + "*");
        }
        handler.addServlet(new ServletHolder(new EventsServlet()), "/sse");
        handler.addServlet(new ServletHolder(new SocketServlet()), "/ws");
        handler.addServlet(new ServletHolder(new NotFoundServlet()), "/");
        return handler;
    }
}
