package dev.reactivetoken.endpoint;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Objects;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.NettyPipeline;

/**
 * How one connection was used: whether it served a request before, whether this one has left, and whether an answer to
 * it has begun. That decides whether a broken connection was merely stale. Confined to the event loop of its channel.
 */
final class StaleConnectionHandler extends ChannelDuplexHandler {

    private static final String NAME = "reactive-token.use";

    /** Stands on both sides of the HTTP codec; one constant, so that all endpoints share their pool. */
    static final ChannelPipelineConfigurer WATCH = (observer, channel, address) -> {
        StaleConnectionHandler use = new StaleConnectionHandler();
        channel.pipeline().addBefore(NettyPipeline.HttpCodec, NAME, use);
        channel.pipeline().addAfter(NettyPipeline.HttpCodec, NAME + ".answers", use.new Answers());
    };

    private boolean used;
    private boolean reused;
    private boolean expecting;
    private boolean sent;
    private boolean answered;

    private StaleConnectionHandler() {}

    static StaleConnectionHandler of(Channel channel) {
        return Objects.requireNonNull(channel.pipeline().get(StaleConnectionHandler.class));
    }

    /** A request is about to be written. */
    void begin() {
        reused = used;
        used = true;
        expecting = true;
        sent = false;
        answered = false;
    }

    /** Whether an earlier request went over this connection. */
    boolean isReused() {
        return reused;
    }

    /** Whether a byte of the request may have left: it was written while the connection seemed to be there. */
    boolean isSent() {
        return sent;
    }

    /** Whether at least one byte of the answer has come. */
    boolean isAnswered() {
        return answered;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        sent |= ctx.channel().isActive();
        var unused = ctx.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        answered = true;
        ctx.fireChannelRead(message);
    }

    /** What is wrong with an answer that is no HTTP. The decoder's own exceptions quote what they could not read. */
    static final class NotHttp extends IOException {
        private static final long serialVersionUID = 1L;

        NotHttp() {
            super("not an HTTP answer");
        }
    }

    private final class Answers extends ChannelInboundHandlerAdapter {

        private boolean informational;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (!expecting) {
                // no request is open: kept, it could be taken for the answer to the next one
                ReferenceCountUtil.release(message);
                var unused = ctx.close();
                return;
            }
            if (message instanceof HttpObject part
                    && part.decoderResult().isFailure()
                    && !(part.decoderResult().cause() instanceof PrematureChannelClosureException)) {
                part.setDecoderResult(DecoderResult.failure(new NotHttp()));
            }
            if (message instanceof HttpResponse response) {
                informational = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            }
            if (message instanceof LastHttpContent && !informational) {
                expecting = false;
            }
            ctx.fireChannelRead(message);
        }
    }
}
