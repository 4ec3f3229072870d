package dev.reactivetoken.proxy;

import dev.reactivetoken.bearer.BearerHttpClient;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClientResponse;

/** A response whose body is still to come, read as fast as the client takes it. */
record PlainResponse(HttpClientResponse response, Connection connection, Downstream client)
        implements UpstreamResponse {

    @Override
    public int status() {
        return response.status().code();
    }

    @Override
    public HttpHeaders headers() {
        return response.responseHeaders();
    }

    @Override
    public Mono<Void> relay() {
        client.begin(this);
        return (client.request().method().equals(HttpMethod.HEAD) ? head() : body())
                .onErrorResume(broken -> client.abort())
                .doFinally(end -> {
                    if (end != SignalType.ON_COMPLETE) {
                        connection.dispose();
                    }
                });
    }

    private Mono<Void> head() {
        return connection
                .inbound()
                .receive()
                .then(Mono.defer(() -> client.response().send()));
    }

    private Mono<Void> body() {
        client.response()
                .trailerHeaders(trailers -> response.trailerHeaders().subscribe(trailers::add)); // known by then
        return client.response()
                .sendObject(Bodies.of(connection.inbound(), client.meters()::bytesSent))
                .then();
    }

    @Override
    public Mono<Void> discard() {
        return BearerHttpClient.discard(response, connection);
    }
}
