package apps.jetty;

import apps.contract.Answer;
import apps.contract.Route;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers the requests of a path with a route. */
final class RouteServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Route route;

    RouteServlet(Route route) {
        this.route = route;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(response, route.answer(request.getMethod(), request.getRequestURI(), new JettyRequest(request)));
    }

    static void send(HttpServletResponse response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        response.setContentType(Answer.CONTENT_TYPE);
        response.setContentLength(answer.body().length);
        response.getOutputStream().write(answer.body());
    }
}
