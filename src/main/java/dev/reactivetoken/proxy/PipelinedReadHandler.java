package dev.reactivetoken.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import reactor.netty.ChannelPipelineConfigurer;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;

/**
 * Reads on after a pipelined request, one that came before the response to the request ahead of it was complete.
 * Reactor Netty (1.3.7) queues such a request, drops every read that is requested while more than 32 messages are
 * queued, and requests none once the queue is empty: nothing would ever be read from the connection again. Confined to
 * the event loop of its channel.
 */
final class PipelinedReadHandler extends ChannelDuplexHandler {

    static final ChannelPipelineConfigurer ON_KEPT_CONNECTIONS = (observer, channel, address) -> {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) { // not in the channel of one stream of HTTP/2
            pipeline.addAfter(
                    NettyPipeline.HttpTrafficHandler, "reactive-token.pipelined-reads", new PipelinedReadHandler());
        }
    };

    private boolean scheduled;

    private PipelinedReadHandler() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        scheduleRead(ctx);
        ctx.fireChannelRead(message);
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        scheduleRead(ctx);
        ctx.read();
    }

    /** After the current task of the event loop, which empties the queue. */
    private void scheduleRead(ChannelHandlerContext ctx) {
        if (!scheduled) {
            scheduled = true;
            ctx.executor().execute(() -> {
                scheduled = false;
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

    /** Between two requests, or while the current one is read automatically. */
    private static boolean wantsToRead(Channel channel) {
        return channel.config().isAutoRead() || ChannelOperations.get(channel) == null;
    }
}
