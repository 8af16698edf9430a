package apps.netty;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;

/** What a connection's bytes go through. */
final class Pipeline extends ChannelInitializer<SocketChannel> {
    private static final int LONGEST_BODY = 32 << 20;

    private final RequestHandler handler;

    Pipeline(RequestHandler handler) {
        this.handler = handler;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(
                new HttpServerCodec(),
                new HttpServerKeepAliveHandler(),
                new HttpObjectAggregator(LONGEST_BODY),
                handler);
    }
}
