package apps.netty;

import apps.contract.Events;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpChunkedInput;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.stream.ChunkedInput;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Events as Netty's ChunkedWriteHandler takes them: one by one, as long as the connection is writable. */
final class EventStream implements ChunkedInput<ByteBuf> {
    private final Events events;
    private final EventExecutor loop;
    private final ChunkedWriteHandler writer;
    private Future<?> pause;
    private long sent;

    private EventStream(Events events, EventExecutor loop, ChunkedWriteHandler writer) {
        this.events = events;
        this.loop = loop;
        this.writer = writer;
    }

    static void send(ChannelHandlerContext context, Events events) {
        var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, Events.CONTENT_TYPE);
        HttpUtil.setTransferEncodingChunked(head, true);
        var stream = new EventStream(events, context.executor(), writer(context));
        context.write(head);
        context.writeAndFlush(new HttpChunkedInput(stream));
    }

    /** That of the connection, which has one from its first stream on. */
    private static ChunkedWriteHandler writer(ChannelHandlerContext context) {
        var writer = context.pipeline().get(ChunkedWriteHandler.class);
        if (writer == null) {
            writer = new ChunkedWriteHandler();
            context.pipeline().addBefore(context.name(), null, writer);
        }
        return writer;
    }

    @Override
    public ByteBuf readChunk(ByteBufAllocator allocator) {
        if (pause != null) {
            return null; // it asks again when the transfer is resumed
        }
        ByteBuf event = Unpooled.wrappedBuffer(events.next());
        if (events.isPauseNext()) {
            pause = loop.schedule(this::resume, events.pauseMilliseconds(), TimeUnit.MILLISECONDS);
        }
        sent += event.readableBytes();
        return event;
    }

    private void resume() {
        pause = null;
        writer.resumeTransfer();
    }

    @Override
    public boolean isEndOfInput() {
        return !events.hasNext();
    }

    @Override
    public void close() {
        if (pause != null) {
            pause.cancel(false);
        }
    }

    @Override
    public long length() {
        return -1; // unknown
    }

    @Override
    public long progress() {
        return sent;
    }

    @Override
    @Deprecated
    public ByteBuf readChunk(ChannelHandlerContext context) {
        return readChunk(context.alloc());
    }
}
