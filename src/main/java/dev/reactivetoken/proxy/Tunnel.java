package dev.reactivetoken.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * One end of a connection that has left HTTP by 101 (RFC 9110 section 7.8): its bytes go to the other end unchanged,
 * as fast as that one takes them. Confined to the event loop of its channel, except {@link #peer}.
 */
final class Tunnel extends ChannelInboundHandlerAdapter {

    private static final String NAME = "reactive-token.tunnel";

    private final IntConsumer counter;
    private final Queue<ByteBuf> pending = new ArrayDeque<>();
    private volatile @Nullable Channel peer;

    Tunnel(IntConsumer counter) {
        this.counter = counter;
    }

    /**
     * Takes the channel's bytes from Reactor Netty, which from now on is only told of the channel's end. To be called
     * on its event loop.
     */
    void takeOver(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, this);
        for (Map.Entry<String, ChannelHandler> entry : pipeline) {
            if (speaksHttp(entry.getValue())) {
                pipeline.remove(entry.getValue());
            }
        }
    }

    private static boolean speaksHttp(ChannelHandler handler) {
        String name = handler.getClass().getName();
        return name.startsWith("io.netty.handler.codec.http") || name.contains(".HttpTrafficHandler");
    }

    /** The other end can be written to. To be called on this channel's event loop. */
    void connect(Channel own, Channel other) {
        peer = other;
        for (ByteBuf bytes = pending.poll(); bytes != null; bytes = pending.poll()) {
            write(own, other, bytes);
        }
        other.flush();
        own.config().setAutoRead(true);
        own.closeFuture().addListener(closed -> end(other));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel other = peer;
        if (!(message instanceof ByteBuf bytes)) {
            ReferenceCountUtil.release(message); // the end of the last HTTP message
        } else if (other == null) {
            pending.add(bytes);
        } else {
            write(ctx.channel(), other, bytes);
        }
    }

    private void write(Channel own, Channel other, ByteBuf bytes) {
        counter.accept(bytes.readableBytes());
        var unused = other.write(bytes);
        if (!other.isWritable()) {
            other.flush();
            own.config().setAutoRead(false);
            if (other.isWritable()) { // it became writable before reading was switched off
                own.config().setAutoRead(true);
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Channel other = peer;
        if (other != null) {
            other.flush();
        }
    }

    /** This end can take more: the other end is read again. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        Channel other = peer;
        if (other != null && ctx.channel().isWritable()) {
            other.config().setAutoRead(true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable reset) {
        var unused = ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        pending.forEach(ByteBuf::release);
        pending.clear();
    }

    private static void end(Channel other) {
        if (!other.eventLoop().isShuttingDown()) { // a loop that shuts down closes its connections itself
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
