package dev.reactivetoken.bearer;

import io.netty.util.AttributeKey;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;

/**
 * Resets each connection just before its second request is written, as if the server had closed an idle one. Reactor
 * Netty itself sends that request again over another connection, and takes that for a redirect.
 */
public final class StaleConnections {

    private static final AttributeKey<Boolean> USED = AttributeKey.valueOf("stale-connections.used");

    private final AtomicInteger closed = new AtomicInteger();

    /** This client over connections that go stale. */
    public HttpClient under(HttpClient client) {
        return client.doOnRequest(this::reset);
    }

    /** How many connections were reset. */
    public int closed() {
        return closed.get();
    }

    private void reset(HttpClientRequest request, Connection connection) {
        if (connection.channel().attr(USED).getAndSet(true) != null) {
            closed.incrementAndGet();
            connection.channel().pipeline().fireExceptionCaught(new IOException("Connection reset by peer"));
            var unused = connection.channel().close();
        }
    }
}
