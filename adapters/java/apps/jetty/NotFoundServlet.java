package apps.jetty;

import apps.contract.Answer;
import apps.contract.Refusal;
import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Answers what no route takes. */
final class NotFoundServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RouteServlet.send(response, Answer.refused(Refusal.notFound()));
    }
}
