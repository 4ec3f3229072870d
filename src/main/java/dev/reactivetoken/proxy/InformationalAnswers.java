package dev.reactivetoken.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Drops an upstream's informational answers (102, 103), the first of which Reactor Netty would take for the answer
 * itself. It handles 100 on its own, and 101 ends HTTP.
 */
final class InformationalAnswers extends ChannelInboundHandlerAdapter {

    private static final String NAME = "reactive-token.informational";

    private boolean dropping;

    private InformationalAnswers() {}

    /** To be called on the channel's event loop, before a request is written; again does nothing. */
    static void drop(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.context(NAME) == null) {
            pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, new InformationalAnswers());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = isDropped(response.status());
        }
        if (dropping) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            ctx.read();
            return;
        }
        ctx.fireChannelRead(message);
    }

    private static boolean isDropped(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.CONTINUE.code()
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
