package apps.netty;

import apps.contract.Counts;
import apps.contract.Refusal;
import apps.contract.Request;
import io.netty.buffer.ByteBufInputStream;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A request that is there as a whole, whose parts Netty's decoders read. */
record NettyRequest(FullHttpRequest request, QueryStringDecoder target) implements Request {
    private static final DefaultHttpDataFactory IN_MEMORY = new DefaultHttpDataFactory(false);

    @Override
    public InputStream body() {
        return new ByteBufInputStream(request.content());
    }

    @Override
    public Map<String, List<String>> query() {
        return parameters(target);
    }

    @Override
    public Map<String, List<String>> form() {
        return parameters(new QueryStringDecoder(request.content().toString(StandardCharsets.US_ASCII), false));
    }

    private static Map<String, List<String>> parameters(QueryStringDecoder decoder) {
        try {
            return decoder.parameters();
        } catch (IllegalArgumentException error) {
            throw Refusal.malformed(error.getMessage());
        }
    }

    @Override
    public Counts parts() {
        if (!HttpPostRequestDecoder.isMultipart(request)) {
            throw Refusal.malformed("the body is no multipart form");
        }
        try {
            return counts(new HttpPostRequestDecoder(IN_MEMORY, request));
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.NotEnoughDataDecoderException error) {
            throw Refusal.malformed(error.getMessage());
        }
    }

    private static Counts counts(HttpPostRequestDecoder decoder) {
        try {
            Counts counts = Counts.NONE;
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                counts = data instanceof FileUpload file ? counts.withFile(file.length()) : counts.withField();
            }
            if (decoder.currentPartialHttpData() != null) {
                throw Refusal.malformed("the multipart form ends too early");
            }
            return counts;
        } finally {
            decoder.destroy();
        }
    }
}
