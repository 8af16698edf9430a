package apps.jetty;

import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.api.SuspendToken;
import org.eclipse.jetty.websocket.api.WebSocketAdapter;
import org.eclipse.jetty.websocket.api.WriteCallback;

/** Sends messages back, and reads no more until that is done. */
final class EchoSocket extends WebSocketAdapter implements WriteCallback {
    private SuspendToken reading;

    @Override
    public void onWebSocketText(String message) {
        reading = getSession().suspend();
        getRemote().sendString(message, this);
    }

    @Override
    public void onWebSocketBinary(byte[] payload, int offset, int length) {
        reading = getSession().suspend();
        getRemote().sendBytes(ByteBuffer.wrap(payload, offset, length), this);
    }

    @Override
    public void writeSuccess() {
        reading.resume();
    }

    @Override
    public void writeFailed(Throwable error) {
        getSession().close();
    }
}
