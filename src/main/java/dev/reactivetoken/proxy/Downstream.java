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
 * Who asks: one request and what is answered to it.
 *
 * @param lastOne whether the connection is not to be used again
 */
record Downstream(HttpServerRequest request, HttpServerResponse response, BooleanSupplier lastOne, ProxyMeters meters) {

    /** Begins an answer like that of the upstream, as far as it concerns the client. */
    void begin(UpstreamResponse answer) {
        response.status(answer.status());
        HttpHeaders headers = response.responseHeaders();
        headers.set(answer.headers()); // clears first
        HopByHop.remove(headers);
        if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            delimit(headers);
        }
        if (lastOne.getAsBoolean()) {
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

    /** A body that ended too early must not look as if it were whole. */
    Mono<Void> abort() {
        reset();
        return Mono.never(); // an ordinary end would be written otherwise; the end of the connection cancels this
    }

    /** Ends the connection, or the stream of HTTP/2, without a good-bye. */
    void reset() {
        response.withConnection(connection -> {
            Channel channel = connection.channel();
            channel.config().setOption(ChannelOption.SO_LINGER, 0); // not known to a stream
            var unused = channel.close();
        });
    }
}
