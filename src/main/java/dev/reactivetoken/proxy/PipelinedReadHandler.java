package dev.reactivetoken.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * Reads on after a request that came before the one ahead of it was answered to its end. Reactor Netty (1.3.7) queues
 * such a request, forgets every read that is asked for while more than 32 messages are queued, and asks for none once
 * the queue is empty: the connection would be deaf for ever. Confined to the event loop of its channel.
 */
final class PipelinedReadHandler extends ChannelDuplexHandler {

    static final ChannelPipelineConfigurer ON_KEPT_CONNECTIONS = (observer, channel, address) -> {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) { // not in the channel of one stream of HTTP/2
            pipeline.addAfter(NettyPipeline.HttpTrafficHandler, "reactive-token.reading", new PipelinedReadHandler());
        }
    };

    private boolean looking;

    private PipelinedReadHandler() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        look(ctx);
        ctx.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        look(ctx);
        ctx.read();
    }

    /** Once the queue has been emptied, which happens without a pause. */
    private void look(ChannelHandlerContext ctx) {
        if (!looking) {
            looking = true;
            ctx.executor().execute(() -> {
                looking = false;
                if (ctx.isRemoved()) {
                    return; // the connection has ended
                }
                if (ctx.pipeline().get(NettyPipeline.HttpTrafficHandler) == null) {
                    ctx.pipeline().remove(this); // the connection has become one of HTTP/2
                } else if (wantsToRead(ctx.channel())) {
                    ctx.read();
                }
            });
        }
    }

    /** Between two requests, or as fast as the current one is taken. */
    private static boolean wantsToRead(Channel channel) {
        return channel.config().isAutoRead() || ChannelOperations.get(channel) == null;
    }
}
