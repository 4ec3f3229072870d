package dev.reactivetoken.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.bearer.Resource.Answer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.ErrorResponse;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

/** A decorated client; requests that are sent again are in the contract test. */
class BearerHttpClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FIRST = "Bearer t1";

    private final AtomicInteger tokenRequests = new AtomicInteger();
    private Mono<Void> endpoint = Mono.empty();
    private final ReactiveTokenSource tokens = ReactiveTokenSource.builder()
            .name("client")
            .endpoint(request -> Mono.defer(() -> endpoint.thenReturn(
                    TokenResponse.of(AccessToken.bearer("t" + tokenRequests.incrementAndGet(), Duration.ofHours(1))))))
            .authentication(ClientAuthentication.none("id"))
            .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
            .build();
    private final ConnectionProvider pool = ConnectionProvider.builder("one")
            .maxConnections(1)
            .pendingAcquireMaxCount(-1)
            .build();
    private final Resource resource = new Resource(seen -> Answer.OK);
    private final BearerHttpClient bearer = BearerHttpClient.of(tokens).allow(resource.origin());
    private final HttpClient http = bearer.decorate(HttpClient.create(pool));

    @AfterEach
    void close() {
        pool.disposeLater().block(PATIENCE);
        resource.close();
        tokens.close();
    }

    private static int get(HttpClient client, URI uri) {
        return client.get()
                .uri(uri)
                .responseSingle((response, body) ->
                        body.then(Mono.just(response.status().code())))
                .block(PATIENCE);
    }

    @Test
    void every_request_to_an_allowed_origin_carries_the_token() {
        get(http, resource.uri("/cold"));
        get(http, resource.uri("/warm"));
        http.post()
                .uri(resource.uri("/body"))
                .send(ByteBufFlux.fromString(Flux.just("a", "b")))
                .response()
                .block(PATIENCE);

        assertThat(resource.authorizations()).containsExactly(FIRST, FIRST, FIRST);
        assertThat(resource.seen().get(2).body()).isEqualTo("ab");
        assertThat(tokenRequests).hasValue(1);
    }

    @Test
    void a_body_is_held_back_until_the_token_is_there() throws InterruptedException {
        Sinks.Empty<Void> go = Sinks.empty();
        CountDownLatch asked = new CountDownLatch(1);
        endpoint = go.asMono().doOnSubscribe(subscribed -> asked.countDown());
        Mono<Integer> answer = http.post()
                .uri(resource.uri("/"))
                .send(ByteBufFlux.fromString(Flux.just("one", "two")))
                .responseSingle((response, body) ->
                        body.then(Mono.just(response.status().code())))
                .cache();
        answer.subscribe();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        go.tryEmitEmpty();

        assertThat(answer.block(PATIENCE)).isEqualTo(200);
        assertThat(resource.authorizations()).containsExactly(FIRST);
        assertThat(resource.seen().get(0).body()).isEqualTo("onetwo");
    }

    @Test
    void a_new_token_is_sent_from_the_next_request_on() {
        get(http, resource.uri("/"));
        tokens.invalidate(tokens.token().block(PATIENCE));
        get(http, resource.uri("/"));

        assertThat(resource.authorizations()).containsExactly(FIRST, "Bearer t2");
    }

    @Test
    void without_a_token_nothing_is_sent_and_the_connection_serves_the_next_request() {
        endpoint = Mono.error(new Refused("no", ErrorResponse.status(400)));
        assertThatThrownBy(() -> get(http, resource.uri("/"))).isInstanceOf(TokenException.class);
        assertThat(resource.seen()).isEmpty();

        assertThat(get(HttpClient.create(pool), resource.uri("/"))).isEqualTo(200);
    }

    @Test
    void a_request_to_another_origin_goes_out_without_and_does_not_wait() {
        endpoint = Mono.never();
        try (Resource other = new Resource(seen -> Answer.OK)) {
            assertThat(get(http, other.uri("/"))).isEqualTo(200);

            assertThat(other.authorizations()).containsExactly((String) null);
            assertThat(tokenRequests).hasValue(0);
        }
    }

    @Test
    void or_it_is_refused() {
        try (Resource other = new Resource(seen -> Answer.OK)) {
            HttpClient refusing = bearer.refuseOthers().decorate(HttpClient.create(pool));

            assertThatThrownBy(() -> get(refusing, other.uri("/")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(resource.origin());

            assertThat(other.seen()).isEmpty();
            assertThat(get(refusing, resource.uri("/"))).isEqualTo(200);
        }
    }

    @Test
    void with_no_origin_allowed_it_says_so() {
        HttpClient nowhere = BearerHttpClient.of(tokens).decorate(HttpClient.create(pool));

        assertThatThrownBy(() -> get(nowhere, resource.uri("/"))).hasMessageContaining("allow(");
    }

    @Test
    void two_decorations_of_one_pool_do_not_share_what_they_allow() {
        HttpClient none =
                BearerHttpClient.of(tokens).allow("https://elsewhere.example").decorate(HttpClient.create(pool));

        get(http, resource.uri("/"));
        get(none, resource.uri("/"));
        get(http, resource.uri("/"));

        assertThat(resource.authorizations()).containsExactly(FIRST, null, FIRST);
    }

    @Test
    void an_authorization_of_the_callers_own_is_left_alone() {
        endpoint = Mono.never();
        get(http.headers(headers -> headers.set("Authorization", "Basic x")), resource.uri("/"));

        assertThat(resource.authorizations()).containsExactly("Basic x");
    }

    @Test
    void also_one_that_is_set_while_the_request_is_sent() {
        get(http, resource.uri("/"));
        for (int i = 0; i < 2; i++) { // the token is at hand the first time
            http.request(HttpMethod.GET)
                    .uri(resource.uri("/"))
                    .send((request, out) -> {
                        request.header("Authorization", "Basic x");
                        return out;
                    })
                    .response()
                    .block(PATIENCE);
            tokens.invalidate(tokens.token().block(PATIENCE));
        }

        assertThat(resource.authorizations()).containsExactly(FIRST, "Basic x", "Basic x");
    }

    @Test
    void a_redirect_carries_it_to_allowed_origins_alone() {
        try (Resource other = new Resource(
                        seen -> new Answer(307, null, resource.uri("/back").toString()));
                Resource first = new Resource(
                        seen -> new Answer(307, null, other.uri("/away").toString()))) {
            HttpClient following = bearer.allow(first.origin())
                    .decorate(HttpClient.create(pool).followRedirect(true));

            assertThat(get(following, first.uri("/"))).isEqualTo(200);

            assertThat(first.authorizations()).containsExactly(FIRST);
            assertThat(other.authorizations()).containsExactly((String) null);
            assertThat(resource.authorizations()).containsExactly(FIRST);
        }
    }

    static Stream<Named<BiFunction<HttpClient, URI, HttpClient.ResponseReceiver<?>>>> waysToNameTheServer() {
        return Stream.of(
                Named.of("whole URI", (client, uri) -> client.get().uri(uri)),
                Named.of(
                        "path, address",
                        (client, uri) -> client.remoteAddress(() -> new InetSocketAddress(uri.getHost(), uri.getPort()))
                                .get()
                                .uri(uri.getPath())),
                Named.of(
                        "path, unresolved address",
                        (client, uri) -> client.remoteAddress(
                                        () -> InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()))
                                .get()
                                .uri(uri.getPath())));
    }

    @ParameterizedTest
    @MethodSource("waysToNameTheServer")
    void a_request_that_the_client_moves_to_another_connection_keeps_the_token(
            BiFunction<HttpClient, URI, HttpClient.ResponseReceiver<?>> way) {
        secondMeetsAStaleConnection(way, () -> {});

        assertThat(resource.authorizations()).containsExactly(FIRST, FIRST);
    }

    @ParameterizedTest
    @MethodSource("waysToNameTheServer")
    void or_it_carries_the_one_that_it_waited_for(BiFunction<HttpClient, URI, HttpClient.ResponseReceiver<?>> way) {
        secondMeetsAStaleConnection(way, () -> tokens.invalidate(tokens.token().block(PATIENCE)));

        assertThat(resource.authorizations()).containsExactly(FIRST, "Bearer t2");
    }

    private void secondMeetsAStaleConnection(
            BiFunction<HttpClient, URI, HttpClient.ResponseReceiver<?>> way, Runnable between) {
        StaleConnections stale = new StaleConnections();
        Mono<String> request = way.apply(bearer.decorate(stale.under(HttpClient.create(pool))), resource.uri("/"))
                .responseContent()
                .aggregate()
                .asString();

        request.block(PATIENCE);
        between.run();
        request.block(PATIENCE);

        assertThat(stale.closed()).isEqualTo(1);
    }

    @Test
    void a_caller_that_cancels_while_the_token_is_awaited_sends_nothing() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        endpoint = Mono.<Void>never().doOnSubscribe(subscribed -> asked.countDown());
        Disposable call = http.get().uri(resource.uri("/")).response().subscribe();
        assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();

        call.dispose();

        assertThat(get(HttpClient.create(pool), resource.uri("/next"))).isEqualTo(200);
        assertThat(resource.seen()).extracting(Resource.Seen::path).containsExactly("/next");
    }

    @Test
    void many_at_once_share_one_token_request() {
        HttpClient many = bearer.decorate(HttpClient.create());

        List<Integer> answers = Flux.range(0, 200)
                .flatMap(
                        each -> many.get()
                                .uri(resource.uri("/" + each))
                                .responseSingle((response, body) ->
                                        body.then(Mono.just(response.status().code()))),
                        200)
                .collectList()
                .block(PATIENCE);

        assertThat(answers).hasSize(200).containsOnly(200);
        assertThat(resource.authorizations()).hasSize(200).containsOnly(FIRST);
        assertThat(tokenRequests).hasValue(1);
    }

    @Test
    void streams_of_http2_carry_it_too() {
        var server = HttpServer.create()
                .host("127.0.0.1")
                .protocol(HttpProtocol.H2C)
                .handle((request, response) -> response.sendString(
                        Mono.just(String.valueOf(request.requestHeaders().get("Authorization")))))
                .bindNow(PATIENCE);
        HttpClient http2 = bearer.allow("http://127.0.0.1:" + server.port())
                .decorate(HttpClient.create(pool).protocol(HttpProtocol.H2C));

        List<String> answers = Flux.range(0, 20)
                .flatMap(each -> http2.get()
                        .uri("http://127.0.0.1:" + server.port() + "/")
                        .responseContent()
                        .aggregate()
                        .asString())
                .collectList()
                .block(PATIENCE);

        assertThat(answers).hasSize(20).containsOnly(FIRST);
        server.disposeNow(PATIENCE);
    }
}
