package dev.reactivetoken.proxy;

import dev.reactivetoken.ReactiveTokenSource;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The two paths of the proxy itself, which are not forwarded.
 *
 * @param scrape the meters in the text format of Prometheus; null for none, and then {@code /-/metrics} is forwarded
 */
record OwnEndpoints(
        ReactiveTokenSource tokens,
        InFlight inFlight,
        @Nullable Supplier<String> scrape) {

    private static final String PREFIX = "/-/";

    /** Null if this request is to be forwarded. */
    @Nullable
    Mono<Void> respond(HttpServerRequest request, HttpServerResponse response) {
        String uri = request.uri();
        if (!uri.startsWith(PREFIX)) {
            return null;
        }
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (path.equals("/-/health")) {
            Health health = Health.of(tokens, inFlight.count());
            return send(request, response.status(health.isUp() ? 200 : 503), "application/json", health.json());
        }
        if (path.equals("/-/metrics") && scrape != null) {
            return send(request, response, "text/plain; version=0.0.4; charset=utf-8", scrape.get());
        }
        return null;
    }

    /** Sends a short text, or its headers alone for {@code HEAD}. */
    static Mono<Void> send(HttpServerRequest request, HttpServerResponse response, String type, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        response.header(HttpHeaderNames.CONTENT_TYPE, type)
                .header(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .header(HttpHeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
        return request.method().equals(HttpMethod.HEAD)
                ? response.send()
                : response.sendObject(Unpooled.wrappedBuffer(body)).then();
    }
}
