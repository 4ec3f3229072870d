package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenResponse;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.Disposable;

/**
 * An endpoint asked by one caller, which waits until each connection is back in its pool: an answer is signalled just
 * before that.
 */
final class OneByOne {

    private final Set<EventLoop> loops = ConcurrentHashMap.newKeySet();
    private final NettyTokenEndpoint endpoint;

    OneByOne(NettyTokenEndpoint endpoint) {
        this.endpoint = endpoint.withHttpClient(client -> client.doOnConnected(
                connection -> loops.add(connection.channel().eventLoop())));
    }

    Disposable subscribe(TokenRequest request) {
        return endpoint.send(request).subscribe();
    }

    TokenResponse send(TokenRequest request) {
        try {
            return endpoint.send(request).block(Duration.ofSeconds(10));
        } finally {
            loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
        }
    }
}
