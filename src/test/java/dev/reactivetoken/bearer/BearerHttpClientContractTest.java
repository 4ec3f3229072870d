package dev.reactivetoken.bearer;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class BearerHttpClientContractTest extends BearerContract {

    private final ConnectionProvider pool = ConnectionProvider.builder("contract")
            .maxConnections(1)
            .pendingAcquireMaxCount(-1)
            .build();

    @AfterEach
    void close() {
        pool.dispose();
    }

    @Override
    protected Client client(BearerCall call) {
        return client(call, HttpClient.create(pool));
    }

    @Override
    protected Client clientThatFollowsRedirects(BearerCall call) {
        return client(call, HttpClient.create(pool).followRedirect(true));
    }

    @Override
    protected Client clientOver(StaleConnections stale, BearerCall call) {
        return client(call, stale.under(HttpClient.create(pool)));
    }

    private static Client client(BearerCall call, HttpClient http) {
        BearerHttpClient bearer = BearerHttpClient.of(call);
        return new Client() {
            @Override
            public Mono<Integer> get(URI target, @Nullable String authorization) {
                BearerHttpClientRequest request = bearer.request(http, HttpMethod.GET, target);
                return read(
                        authorization == null
                                ? request
                                : request.headers(
                                        headers -> headers.set(HttpHeaderNames.AUTHORIZATION, authorization)));
            }

            @Override
            public Mono<Integer> post(URI target, String body) {
                return read(bearer.request(http, HttpMethod.POST, target).body(body.getBytes(StandardCharsets.UTF_8)));
            }

            @Override
            public Mono<Integer> post(URI target, Flux<String> body) {
                return read(bearer.request(http, HttpMethod.POST, target).body(ByteBufFlux.fromString(body)));
            }

            private Mono<Integer> read(BearerHttpClientRequest request) {
                return request.responseSingle((response, body) ->
                        body.then(Mono.just(response.status().code())));
            }
        };
    }
}
