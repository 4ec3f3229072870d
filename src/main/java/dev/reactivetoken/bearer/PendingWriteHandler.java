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
 * Waits for the token of one request. A handler that has it at once is never installed; else it holds back what is
 * written to the connection until the token has come, or fails these writes.
 */
final class PendingWriteHandler extends ChannelDuplexHandler implements CoreSubscriber<AccessToken> {

    private static final String NAME = "reactive-token.pending-writes";

    private final AuthorizationDecorator decorator;
    private volatile @Nullable AsciiString header;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable ChannelHandlerContext context;
    private volatile @Nullable Subscription subscription;
    private @Nullable PendingWriteQueue writes;

    PendingWriteHandler(AuthorizationDecorator decorator) {
        this.decorator = decorator;
    }

    /** The header's value if the token has come. */
    @Nullable
    AsciiString header() {
        return header;
    }

    /** Holds back every write from now on, until the token has come. To be called on the connection's event loop. */
    void holdWrites(Connection connection) {
        var unused = connection.addHandlerLast(NAME, this);
        release();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        writes = new PendingWriteQueue(ctx);
        context = ctx;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        PendingWriteQueue queue = writes;
        if (queue == null) {
            var unused = ctx.write(message, promise);
        } else {
            queue.add(message, promise);
            release();
        }
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        if (writes == null) {
            ctx.flush();
        }
    }

    /** On the event loop: writes or fails what was held back, once that is decided. The first of it is the request. */
    private void release() {
        ChannelHandlerContext ctx = context;
        PendingWriteQueue queue = writes;
        Throwable why = failure;
        AsciiString value = header;
        if (ctx == null || queue == null || queue.isEmpty() || (why == null && value == null)) {
            return;
        }
        writes = null; // before anything is written: a write may trigger the next one at once
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
        Subscription pending = subscription;
        if (pending != null) {
            pending.cancel();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        PendingWriteQueue queue = writes;
        if (queue != null) {
            queue.removeAndFailAll(new ClosedChannelException());
        }
    }

    @Override
    public void onSubscribe(Subscription upstream) {
        subscription = upstream;
        upstream.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(AccessToken token) {
        header = decorator.header(token);
        scheduleRelease();
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        scheduleRelease();
    }

    @Override
    public void onComplete() {}

    private void scheduleRelease() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            ctx.executor().execute(this::release);
        }
    }
}
