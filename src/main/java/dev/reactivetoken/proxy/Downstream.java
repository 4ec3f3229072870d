package dev.reactivetoken.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One request of a client and the response to it.
 *
 * @param closing whether the connection is closed after the response
 */
record Downstream(HttpServerRequest request, HttpServerResponse response, BooleanSupplier closing, ProxyMeters meters) {

    /** Begins the response with the status and the end-to-end headers of the upstream's. */
    void begin(UpstreamResponse upstream) {
        response.status(upstream.status());
        HttpHeaders headers = response.responseHeaders();
        headers.set(upstream.headers()); // clears first
        HopByHop.remove(headers);
        if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            delimit(headers);
        }
        if (closing.getAsBoolean()) {
            response.keepAlive(false);
        }
    }

    private void delimit(HttpHeaders headers) {
        if (request.version().equals(HttpVersion.HTTP_1_0)) {
            response.keepAlive(false); // the end of the connection is the end of the body
        } else {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
    }

    /** Ends a body that broke off, so that it does not look complete. */
    Mono<Void> abort() {
        reset();
        return Mono.never(); // completing would write an ordinary end; the end of the connection cancels this
    }

    /** Resets the connection, or the stream of HTTP/2. */
    void reset() {
        response.withConnection(connection -> {
            Channel channel = connection.channel();
            channel.config().setOption(ChannelOption.SO_LINGER, 0); // not known to a stream
            var unused = channel.close();
        });
    }
}
