package dev.reactivetoken.bearer;

import dev.reactivetoken.token.AccessToken;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.nio.channels.ClosedChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.netty.Connection;

/**
 * Waits for the token of one request. If that is at hand the gate is never closed; else it holds back what is written to
 * the connection until the token has come, or fails it.
 */
final class PendingWriteHandler extends ChannelDuplexHandler implements CoreSubscriber<AccessToken> {

    private static final String NAME = "reactive-token.gate";

    private final AuthorizationDecorator attach;
    private volatile @Nullable AsciiString header;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable ChannelHandlerContext context;
    private volatile @Nullable Subscription waiting;
    private @Nullable PendingWriteQueue held;

    PendingWriteHandler(AuthorizationDecorator attach) {
        this.attach = attach;
    }

    /** The header's value if it is known by now. */
    @Nullable
    AsciiString ready() {
        return header;
    }

    /** Nothing passes from now on, until it is known. To be called on the connection's event loop. */
    void close(Connection connection) {
        var unused = connection.addHandlerLast(NAME, this);
        open();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        held = new PendingWriteQueue(ctx);
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        PendingWriteQueue queue = held;
        if (queue == null) {
            var unused = ctx.write(message, promise);
        } else {
            queue.add(message, promise);
            open();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (held == null) {
            ctx.flush();
        }
    }

    /** On the event loop: lets through what was held, if that is decided; the first of it is the request. */
    private void open() {
        ChannelHandlerContext ctx = context;
        PendingWriteQueue queue = held;
        Throwable why = failure;
        AsciiString value = header;
        if (ctx == null || queue == null || queue.isEmpty() || (why == null && value == null)) {
            return;
        }
        held = null; // before anything is written: that may bring the next write at once
        if (value == null) {
            queue.removeAndFailAll(Objects.requireNonNull(why));
        } else {
            if (queue.current() instanceof HttpRequest request
                    && !request.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
                request.headers().set(HttpHeaderNames.AUTHORIZATION, value);
            }
            var unused = queue.removeAndWriteAll();
            ctx.flush();
        }
        if (!ctx.isRemoved()) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Subscription subscription = waiting;
        if (subscription != null) {
            subscription.cancel();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        PendingWriteQueue queue = held;
        if (queue != null) {
            queue.removeAndFailAll(new ClosedChannelException());
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        waiting = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(AccessToken token) {
        header = attach.header(token);
        decided();
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        decided();
    }

    @Override
    public void onComplete() {}

    private void decided() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(this::open);
        }
    }
}
