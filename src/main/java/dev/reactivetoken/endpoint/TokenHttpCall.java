package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenClock.Moment;
import dev.reactivetoken.token.TokenResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** One request over one connection, and its answer. Used once. */
final class TokenHttpCall {

    private final TokenRequest request;
    private final byte[] form;
    private final ResponseReader reader;
    private final TokenClock clock;

    private @Nullable StaleConnectionHandler connection;
    private @Nullable Moment sent;

    TokenHttpCall(TokenRequest request, byte[] form, ResponseReader reader, TokenClock clock) {
        this.request = request;
        this.form = form;
        this.reader = reader;
        this.clock = clock;
    }

    Mono<TokenResponse> over(RequestSender sender) {
        return sender.send(this::write)
                .response((response, content) -> read(response, content))
                .single();
    }

    /**
     * Whether the failure tells no more than that the server had given up a pooled connection: it served a request
     * before, and now it was gone before the first byte of an answer. A server may have acted on a request that has
     * left, so one that can be spent once must not have.
     */
    boolean wasStale(Throwable failure) {
        return connection != null
                && connection.isReused()
                && !connection.isAnswered()
                && !(request.oneTime() && connection.isSent())
                && (failure instanceof IOException || failure instanceof AbortedException);
    }

    private Publisher<Void> write(HttpClientRequest http, NettyOutbound outbound) {
        request.headers().forEach(http::header);
        http.requestHeaders().setInt(HttpHeaderNames.CONTENT_LENGTH, form.length);
        outbound.withConnection(its -> {
            connection = StaleConnectionHandler.of(its.channel());
            connection.begin();
        });
        sent = clock.now();
        return outbound.sendObject(Unpooled.wrappedBuffer(form));
    }

    private Mono<TokenResponse> read(HttpClientResponse response, Flux<ByteBuf> content) {
        long contentLength = response.responseHeaders().getInt(HttpHeaderNames.CONTENT_LENGTH, -1);
        return BoundedBody.of(content, contentLength)
                .map(body -> reader.read(
                        request,
                        response.status().code(),
                        response.responseHeaders(),
                        body.text(),
                        Objects.requireNonNull(sent)));
    }
}
