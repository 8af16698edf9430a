package apps.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/** Sends the messages of a WebSocket back, and reads no more while they are not taken. */
final class EchoHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    static final String PATH = "/ws";

    private static final int LONGEST_MESSAGE = 32 << 20;
    private static final WebSocketServerProtocolConfig CONFIG = WebSocketServerProtocolConfig.newBuilder()
            .websocketPath(PATH)
            .checkStartsWith(true) // a query may follow
            .maxFramePayloadLength(LONGEST_MESSAGE)
            .build();

    /** Makes a WebSocket of the connection that has asked for it, or refuses that. */
    static void open(ChannelHandlerContext context, FullHttpRequest request) {
        context.pipeline().addLast(
                new WebSocketServerProtocolHandler(CONFIG),
                new WebSocketFrameAggregator(LONGEST_MESSAGE),
                new EchoHandler());
        context.fireChannelRead(request.retain());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        context.write(frame.retain());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
