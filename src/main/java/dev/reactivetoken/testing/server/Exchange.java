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
 * One token request on the wire: the ways to answer it, and not to. The request leaves the count of those in flight
 * just <em>before</em> its last byte is handed to the socket: afterwards its client could be here again already.
 */
final class Exchange {

    private static final int CHUNK = 16_384;

    private final HttpServerResponse response;
    private final Supplier<Response> rules;
    private final Counters.InFlight inFlight;

    Exchange(HttpServerResponse response, Supplier<Response> rules, Counters.InFlight inFlight) {
        this.response = response;
        this.rules = rules;
        this.inFlight = inFlight;
    }

    /** What the rules answer; asking is counted. */
    Response right() {
        return rules.get();
    }

    Mono<Void> send(Response answer) {
        inFlight.end();
        byte[] body = answer.bytes();
        return head(answer, body.length).sendByteArray(Mono.just(body)).then();
    }

    /** The headers at once, then a byte of the body after each pause. */
    Mono<Void> drip(Response answer, Duration pause) {
        byte[] body = answer.bytes();
        Flux<byte[]> bytes = Flux.range(0, body.length)
                .concatMap(i -> Mono.delay(pause).map(tick -> {
                    if (i == body.length - 1) {
                        inFlight.end();
                    }
                    return new byte[] {body[i]};
                }));
        return head(answer, body.length)
                .send(bytes.map(Unpooled::wrappedBuffer), each -> true)
                .then();
    }

    /** A body of this start, at least so many times the letter a, and this end, as fast as it is read. */
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
    Mono<Void> half(Response answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " OK\r\n");
        answer.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(answer.bytes().length).append("\r\n\r\n");
        return raw(head + answer.body().substring(0, answer.body().length() / 2));
    }

    /** These characters without any HTTP around them, then the connection is closed. */
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
            channel.unsafe().close(channel.newPromise()); // past the pipeline: TLS would say good-bye first
        });
    }

    /** Nothing ever; in flight until the connection is gone. */
    Mono<Void> hang() {
        return Mono.never();
    }

    private HttpServerResponse head(Response answer, long length) {
        response.status(answer.status());
        answer.headers().forEach(response::header);
        return response.header(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
    }

    /** Never completes, or an ordinary answer would be sent as well: the end of the connection cancels it. */
    private Mono<Void> onChannel(Consumer<Channel> action) {
        return Mono.<Void>never().doOnSubscribe(s -> {
            inFlight.end();
            response.withConnection(
                    connection -> connection.channel().eventLoop().execute(() -> action.accept(connection.channel())));
        });
    }
}
