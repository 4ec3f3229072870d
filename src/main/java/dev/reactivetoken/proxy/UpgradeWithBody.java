package dev.reactivetoken.proxy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import reactor.netty.ChannelPipelineConfigurer;

/**
 * Declines the upgrade of a request that has a body, which a server may (RFC 9110 section 7.8): Netty's handler of
 * upgrades would collect the body first. The HTTP client of Java offers HTTP/2 in that way.
 */
final class UpgradeWithBody extends ChannelInboundHandlerAdapter {

    static final ChannelPipelineConfigurer DECLINED = (observer, channel, address) -> {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext upgrades = pipeline.context(HttpServerUpgradeHandler.class);
        if (upgrades != null) { // not in the channel of one stream of HTTP/2
            pipeline.addBefore(upgrades.name(), "reactive-token.upgrade", new UpgradeWithBody());
        }
    };

    private UpgradeWithBody() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request
                && request.headers().contains(HttpHeaderNames.UPGRADE)
                && RequestHeaders.announceBody(request.headers())) {
            request.headers().remove(HttpHeaderNames.UPGRADE);
        }
        ctx.fireChannelRead(message);
    }
}
