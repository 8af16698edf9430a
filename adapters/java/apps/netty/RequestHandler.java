package apps.netty;

import apps.contract.Answer;
import apps.contract.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;

/** Answers whole requests. */
@Sharable
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final Router router;

    RequestHandler(Router router) {
        this.router = router;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        Answer answer = request.decoderResult().isSuccess()
                ? answer(request)
                : Answer.refused(Refusal.malformed(request.decoderResult().cause().getMessage()));
        context.writeAndFlush(response(answer));
    }

    private Answer answer(FullHttpRequest request) throws IOException {
        var target = new QueryStringDecoder(request.uri());
        var route = router.route(target.rawPath());
        return route.isPresent()
                ? route.get().answer(request.method().name(), target.rawPath(), new NettyRequest(request, target))
                : Answer.refused(Refusal.notFound());
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
