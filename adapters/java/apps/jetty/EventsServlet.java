package apps.jetty;

import apps.contract.EventStream;
import apps.contract.Events;
import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Sends events one by one; Jetty's own EventSourceServlet would give them no id. */
final class EventsServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final int NEVER = 0;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var events = Events.of(new JettyRequest(request).query(), request.getHeader(Events.LAST_EVENT_ID));
        response.setContentType(Events.CONTENT_TYPE);
        AsyncContext context = request.startAsync();
        context.setTimeout(NEVER);
        new EventStream(events, response.getOutputStream(), context::start, context::complete).run();
    }
}
