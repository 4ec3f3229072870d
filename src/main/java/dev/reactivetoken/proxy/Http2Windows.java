package dev.reactivetoken.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.AttributeKey;

/**
 * Widens the window of an HTTP/2 connection as a whole, so that its streams together cannot fill it. The default of
 * RFC 9113 is no wider than that of one stream: one reader that does not read would block every stream of the
 * connection.
 */
final class Http2Windows {

    /** A thousand streams of 64 KiB each. */
    private static final int CONNECTION_WINDOW = 1_000 * 65_535;

    private static final AttributeKey<Boolean> WIDE = AttributeKey.valueOf("reactive-token.wide");

    private Http2Windows() {}

    /** @param stream the channel of one stream; any other channel is left alone */
    static void widen(Channel stream) {
        Channel connection = stream.parent();
        if (connection == null || connection.hasAttr(WIDE)) {
            return;
        }
        ChannelHandlerContext context = connection.pipeline().context(Http2FrameCodec.class);
        if (context != null && connection.attr(WIDE).setIfAbsent(true) == null) {
            context.executor().execute(() -> widen(context));
        }
    }

    private static void widen(ChannelHandlerContext context) {
        Http2Connection connection = ((Http2FrameCodec) context.handler()).connection();
        try {
            connection.local().flowController().incrementWindowSize(connection.connectionStream(), CONNECTION_WINDOW);
            context.flush();
        } catch (Http2Exception e) {
            context.fireExceptionCaught(e);
        }
    }
}
