package apps.netty;

import apps.contract.Answer;
import apps.contract.Events;
import apps.contract.Refusal;
import apps.contract.Route;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.Optional;

/** Answers whole requests. */
@Sharable
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Router router;

    RequestHandler(Router router) {
        this.router = router;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        if (request.decoderResult().isSuccess()) {
            answer(context, request);
        } else {
            refuse(context, Refusal.malformed(request.decoderResult().cause().getMessage()));
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        var target = new QueryStringDecoder(request.uri());
        var parts = new NettyRequest(request, target);
        String path = target.rawPath();
        Optional<Route> route = router.route(path);
        if (route.isPresent()) {
            context.writeAndFlush(response(route.get().answer(request.method().name(), path, parts)));
        } else if (path.equals("/sse") && request.method().equals(HttpMethod.GET)) {
            EventStream.send(context, Events.of(parts.query(), request.headers().get(Events.LAST_EVENT_ID)));
        } else if (path.equals(EchoHandler.PATH)) {
            EchoHandler.open(context, request);
        } else {
            refuse(context, Refusal.notFound());
        }
    }

    private static void refuse(ChannelHandlerContext context, Refusal refusal) {
        context.writeAndFlush(response(Answer.refused(refusal)));
    }

    private static FullHttpResponse response(Answer answer) {
        var body = Unpooled.wrappedBuffer(answer.body());
        var status = HttpResponseStatus.valueOf(answer.status());
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, Answer.CONTENT_TYPE);
        response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
