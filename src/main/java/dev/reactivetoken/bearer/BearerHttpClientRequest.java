package dev.reactivetoken.bearer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.ByteBufMono;
import reactor.netty.Connection;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * One request through a {@link BearerHttpClient}. Immutable; each method that changes something returns a copy. It is
 * sent when the response is subscribed to, each time anew.
 */
public final class BearerHttpClientRequest {

    private final BearerCall call;
    private final HttpClient client;
    private final HttpMethod method;
    private final URI target;
    private final @Nullable Publisher<? extends ByteBuf> body;
    private final boolean repeatable;

    private record Received(HttpClientResponse response, Connection connection) {}

    BearerHttpClientRequest(BearerCall call, HttpClient client, HttpMethod method, URI target) {
        this(call, client, method, target, null, true);
    }

    private BearerHttpClientRequest(
            BearerCall call,
            HttpClient client,
            HttpMethod method,
            URI target,
            @Nullable Publisher<? extends ByteBuf> body,
            boolean repeatable) {
        this.call = call;
        this.client = client;
        this.method = method;
        this.target = target;
        this.body = body;
        this.repeatable = repeatable;
    }

    /** With these headers too. An {@code Authorization} among them is left alone. */
    public BearerHttpClientRequest headers(Consumer<? super HttpHeaders> change) {
        return new BearerHttpClientRequest(call, client.headers(change), method, target, body, repeatable);
    }

    /** With this body, which can be sent again. The bytes are not copied. */
    public BearerHttpClientRequest body(byte[] bytes) {
        return new BearerHttpClientRequest(
                call, client, method, target, Mono.fromSupplier(() -> Unpooled.wrappedBuffer(bytes)), true);
    }

    /** With this body, which is sent as it comes and not again: a 401 is then returned as it is. */
    public BearerHttpClientRequest body(Publisher<? extends ByteBuf> stream) {
        return new BearerHttpClientRequest(call, client, method, target, stream, false);
    }

    /** What the receiver makes of the response; the rest of its body is discarded. */
    public <V> Flux<V> response(
            BiFunction<? super HttpClientResponse, ? super ByteBufFlux, ? extends Publisher<V>> receiver) {
        return exchange()
                .flatMapMany(received -> Flux.<V>from(receiver.apply(
                                received.response(),
                                received.connection().inbound().receive()))
                        .doFinally(end -> release(received.connection())));
    }

    /** The same with the body as a whole. */
    public <V> Mono<V> responseSingle(
            BiFunction<? super HttpClientResponse, ? super ByteBufMono, ? extends Mono<V>> receiver) {
        return response((response, body) -> receiver.apply(response, body.aggregate()))
                .singleOrEmpty();
    }

    private Mono<Received> exchange() {
        return Mono.defer(() -> call.exchange(new Exchange()));
    }

    private static void release(Connection connection) {
        if (connection instanceof ChannelOperations<?, ?> operations && !operations.isInboundDisposed()) {
            operations.discard();
        }
    }

    private final class Exchange implements BearerExchange<Received> {

        @Override
        public String method() {
            return method.name();
        }

        @Override
        public URI target() {
            return target;
        }

        @Override
        public boolean isAuthorized() {
            return client.configuration().headers().contains(HttpHeaderNames.AUTHORIZATION);
        }

        @Override
        public Mono<Received> send(@Nullable Authorization authorization) {
            HttpClient authorized =
                    authorization == null ? client : client.headers(headers -> authorization.writeTo(headers::set));
            HttpClient.RequestSender sender = authorized.request(method).uri(target);
            return (body == null ? sender : sender.send(body))
                    .responseConnection((response, connection) -> Mono.just(new Received(response, connection)))
                    .single();
        }

        @Override
        public boolean isRepeatable() {
            return repeatable;
        }

        @Override
        public int status(Received received) {
            return received.response().status().code();
        }

        @Override
        public List<String> challenges(Received received) {
            return received.response().responseHeaders().getAll(HttpHeaderNames.WWW_AUTHENTICATE);
        }

        @Override
        public Mono<Void> discard(Received received) {
            return BearerHttpClient.discard(received.response(), received.connection());
        }
    }
}
