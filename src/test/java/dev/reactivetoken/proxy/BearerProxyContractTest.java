package dev.reactivetoken.proxy;

import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.bearer.BearerContract;
import dev.reactivetoken.bearer.StaleConnections;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

class BearerProxyContractTest extends BearerContract {

    private final Fixture fixture = new Fixture();
    private final ConnectionProvider pool = ConnectionProvider.create("contract", 100);
    private final ConnectionProvider upstreamPool = ConnectionProvider.builder("contract-upstream")
            .maxConnections(1)
            .pendingAcquireMaxCount(-1)
            .build();

    @AfterEach
    void close() {
        pool.dispose();
        fixture.close();
        upstreamPool.dispose();
    }

    @Override
    protected boolean choosesItsTarget() {
        return false;
    }

    @Override
    protected boolean letsCallersAuthorize() {
        return false;
    }

    @Override
    protected Client client(BearerCall call) {
        return client(call, HttpClient.create(upstreamPool));
    }

    @Override
    protected Client clientRejectedBy(int status, BearerCall call) {
        return client(call, HttpClient.create(upstreamPool), status);
    }

    @Override
    protected Client clientOver(StaleConnections stale, BearerCall call) {
        return client(call, stale.under(HttpClient.create(upstreamPool)));
    }

    private Client client(BearerCall call, HttpClient toUpstream, int... rejectedStatuses) {
        String upstream = call.origins().toString().replaceAll("[\\[\\]]", "");
        BearerProxy proxy = fixture.proxy(
                URI.create(upstream),
                tokens,
                options -> options.httpClient(client -> toUpstream).rejectedStatuses(rejectedStatuses));
        HttpClient http = HttpClient.create(pool);
        return new Client() {
            @Override
            public Mono<Integer> get(URI target, @Nullable String authorization) {
                return read(http.get().uri(through(target)));
            }

            @Override
            public Mono<Integer> post(URI target, String body) {
                return read(http.post().uri(through(target)).send(ByteBufFlux.fromString(Mono.just(body))));
            }

            @Override
            public Mono<Integer> post(URI target, Flux<String> body) {
                return read(http.post().uri(through(target)).send(ByteBufFlux.fromString(body)));
            }

            private URI through(URI target) {
                return Fixture.uri(
                        proxy, target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()));
            }

            private Mono<Integer> read(HttpClient.ResponseReceiver<?> receiver) {
                return receiver.responseSingle((response, body) ->
                        body.then(Mono.just(response.status().code())));
            }
        };
    }
}
