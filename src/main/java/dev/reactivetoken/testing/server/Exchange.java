package dev.reactivetoken.testing.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerResponse;

/**
 * One token request on the wire: the ways to answer it, and not to. The request is no longer counted as in flight just
 * <em>before</em> its last byte is handed to the socket: after it the client may send its next request at once.
 */
final class Exchange {

    private static final int CHUNK = 16_384;

    private final HttpServerResponse out;
    private final Supplier<Response> rules;
    private final Counters.InFlight inFlight;

    Exchange(HttpServerResponse out, Supplier<Response> rules, Counters.InFlight inFlight) {
        this.out = out;
        this.rules = rules;
        this.inFlight = inFlight;
    }

    /** The response that the rules give; each call is counted. */
    Response normal() {
        return rules.get();
    }

    Mono<Void> send(Response response) {
        inFlight.end();
        byte[] body = response.bytes();
        return head(response, body.length).sendByteArray(Mono.just(body)).then();
    }

    /** The headers at once, then a byte of the body after each pause. */
    Mono<Void> drip(Response response, Duration pause) {
        byte[] body = response.bytes();
        Flux<byte[]> bytes = Flux.range(0, body.length)
                .concatMap(i -> Mono.delay(pause).map(tick -> {
                    if (i == body.length - 1) {
                        inFlight.end();
                    }
                    return new byte[] {body[i]};
                }));
        return head(response, body.length)
                .send(bytes.map(Unpooled::wrappedBuffer), each -> true)
                .then();
    }

    /** A body of this start, at least this many letters and this end, as fast as the client reads. */
    Mono<Void> flood(Response head, String start, int letters, String end) {
        byte[] chunk = "a".repeat(Math.min(letters, CHUNK)).getBytes(StandardCharsets.US_ASCII);
        int chunks = (int) (((long) letters + chunk.length - 1) / chunk.length);
        Flux<byte[]> body = Flux.concat(
                Mono.just(start.getBytes(StandardCharsets.US_ASCII)),
                Flux.range(0, chunks).map(i -> chunk),
                Mono.fromSupplier(() -> {
                    inFlight.end();
                    return end.getBytes(StandardCharsets.US_ASCII);
                }));
        return head(head, start.length() + (long) chunks * chunk.length + end.length())
                .sendByteArray(body)
                .then();
    }

    /** The headers and the first half of the body, then the connection is closed. */
    Mono<Void> half(Response response) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + response.status() + " OK\r\n");
        response.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(response.bytes().length).append("\r\n\r\n");
        return raw(head + response.body().substring(0, response.body().length() / 2));
    }

    /** These characters without HTTP around them, then the connection is closed. */
    Mono<Void> raw(String text) {
        return onChannel(channel -> {
            ChannelHandlerContext codec = channel.pipeline().context(NettyPipeline.HttpCodec);
            codec.writeAndFlush(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)))
                    .addListener(ChannelFutureListener.CLOSE);
        });
    }

    /** A TCP reset instead of a byte. */
    Mono<Void> reset() {
        return onChannel(channel -> {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.unsafe().close(channel.newPromise()); // past the pipeline: TLS would send its close_notify first
        });
    }

    /** No response; in flight until the connection is gone. */
    Mono<Void> hang() {
        return Mono.never();
    }

    private HttpServerResponse head(Response response, long length) {
        out.status(response.status());
        response.headers().forEach(out::header);
        return out.header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
    }

    /** Never completes, since completion would send an ordinary response; the end of the connection cancels it. */
    private Mono<Void> onChannel(Consumer<Channel> action) {
        return Mono.<Void>never().doOnSubscribe(s -> {
            inFlight.end();
            out.withConnection(
                    connection -> connection.channel().eventLoop().execute(() -> action.accept(connection.channel())));
        });
    }
}
