package apps.jetty;

import java.util.List;
import org.eclipse.jetty.websocket.servlet.WebSocketServlet;
import org.eclipse.jetty.websocket.servlet.WebSocketServletFactory;

/** Opens WebSockets whose messages are sent back. */
final class SocketServlet extends WebSocketServlet {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_MESSAGE = 32 << 20;

    @Override
    public void configure(WebSocketServletFactory factory) {
        factory.getPolicy().setMaxTextMessageSize(LONGEST_MESSAGE);
        factory.getPolicy().setMaxBinaryMessageSize(LONGEST_MESSAGE);
        factory.setCreator((request, response) -> {
            response.setExtensions(List.of()); // no permessage-deflate
            return new EchoSocket();
        });
    }
}
