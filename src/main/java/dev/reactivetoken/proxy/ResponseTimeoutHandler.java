package dev.reactivetoken.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Fails a request whose response does not begin in time, by one timer for as many requests of a connection as fit into
 * that time: Reactor Netty would start and stop one for each. Also drops informational responses (102, 103), the first
 * of which Reactor Netty would take for the response itself; it handles 100 on its own, and 101 ends HTTP. Confined to
 * the event loop of its channel.
 */
final class ResponseTimeoutHandler extends ChannelDuplexHandler {

    private static final String NAME = "reactive-token.response-timeout";

    private final long timeout;
    private boolean dropping;
    private boolean responded;
    private boolean awaiting;
    private long since;
    private @Nullable Future<?> timer;

    private ResponseTimeoutHandler(Duration timeout) {
        this.timeout = timeout.toNanos();
    }

    /** To be called on the channel's event loop, before a request is written; a second time has no effect. */
    static void install(Channel channel, Duration timeout) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.context(NAME) == null) {
            pipeline.addBefore(NettyPipeline.ReactiveBridge, NAME, new ResponseTimeoutHandler(timeout));
        }
    }

    /** The time counts from the end of the request; the response may come before. */
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpRequest) {
            responded = false;
        }
        if (message instanceof LastHttpContent && !responded) {
            awaiting = true;
            since = System.nanoTime();
            if (timer == null) {
                start(ctx, timeout);
            }
        }
        var unused = ctx.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpResponse response) {
            dropping = isDropped(response.status());
            if (!dropping && response.status().code() != HttpResponseStatus.CONTINUE.code()) {
                responded = true;
                awaiting = false;
            }
        }
        if (dropping) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            ctx.read();
            return;
        }
        ctx.fireChannelRead(message);
    }

    private void start(ChannelHandlerContext ctx, long delay) {
        timer = ctx.executor().schedule(() -> check(ctx), delay, TimeUnit.NANOSECONDS);
    }

    private void check(ChannelHandlerContext ctx) {
        timer = null;
        if (!awaiting) {
            return;
        }
        long left = timeout - (System.nanoTime() - since);
        if (left > 0) {
            start(ctx, left);
        } else {
            awaiting = false;
            ctx.fireExceptionCaught(ReadTimeoutException.INSTANCE);
            var unused = ctx.close();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        Future<?> pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private static boolean isDropped(HttpResponseStatus status) {
        return status.codeClass() == HttpStatusClass.INFORMATIONAL
                && status.code() != HttpResponseStatus.CONTINUE.code()
                && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
    }
}
