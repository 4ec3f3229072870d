package dev.reactivetoken.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.bearer.BearerContract;
import dev.reactivetoken.bearer.Resource;
import dev.reactivetoken.bearer.Resource.Answer;
import dev.reactivetoken.bearer.StaleConnections;
import dev.reactivetoken.token.AccessToken;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;

class BearerExchangeFilterTest extends BearerContract {

    private final ConnectionProvider oneConnection = ConnectionProvider.builder("exchange-filter")
            .maxConnections(1)
            .pendingAcquireMaxCount(-1)
            .build();
    private final HttpClient http = HttpClient.create(oneConnection);

    @AfterEach
    void closeConnections() {
        oneConnection.disposeLater().block(PATIENCE);
    }

    private static WebClient webClient(HttpClient http, ExchangeFilterFunction... filters) {
        return WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(http))
                .filters(all -> all.addAll(List.of(filters)))
                .build();
    }

    private WebClient webClient(BearerCall call) {
        return webClient(http, BearerExchangeFilter.of(call));
    }

    private WebClient allowed(Resource resource) {
        return webClient(http, BearerExchangeFilter.of(tokens).allow(resource.origin()));
    }

    @Override
    protected Client client(BearerCall call) {
        return new WebClientClient(webClient(call));
    }

    @Override
    protected Client clientThatFollowsRedirects(BearerCall call) {
        return new WebClientClient(webClient(http.followRedirect(true), BearerExchangeFilter.of(call)));
    }

    @Override
    protected Client clientOver(StaleConnections stale, BearerCall call) {
        return new WebClientClient(webClient(stale.under(http), BearerExchangeFilter.of(call)));
    }

    private record WebClientClient(WebClient web) implements Client {

        @Override
        public Mono<Integer> get(URI target, @Nullable String authorization) {
            return status(web.get().uri(target).headers(headers -> {
                if (authorization != null) {
                    headers.set(HttpHeaders.AUTHORIZATION, authorization);
                }
            }));
        }

        @Override
        public Mono<Integer> post(URI target, String body) {
            return status(web.post().uri(target).bodyValue(body));
        }

        @Override
        public Mono<Integer> post(URI target, Flux<String> body) {
            return status(web.post().uri(target).body(body, String.class));
        }
    }

    private static Mono<Integer> status(WebClient.RequestHeadersSpec<?> request) {
        return request.exchangeToMono(response ->
                response.releaseBody().thenReturn(response.statusCode().value()));
    }

    private static Answer rejectT1(Resource.Seen seen) {
        return "Bearer t1".equals(seen.authorization()) ? Answer.unauthorized(null) : Answer.OK;
    }

    private record Case(String name, Supplier<BodyInserter<?, ? super ClientHttpRequest>> body) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> bodiesThatCanBeWrittenTwice() {
        return Stream.of(
                new Case("form", () -> BodyInserters.fromFormData("a", "1")),
                new Case("object", () -> BodyInserters.fromValue(Map.of("a", 1))),
                new Case("bytes", () -> BodyInserters.fromValue(new byte[] {'a', 'b'})),
                new Case("resource", () -> BodyInserters.fromResource(new ByteArrayResource(new byte[] {'a'}))),
                new Case("just one", () -> BodyInserters.fromPublisher(Mono.just("a"), String.class)));
    }

    @ParameterizedTest
    @MethodSource("bodiesThatCanBeWrittenTwice")
    void a_body_of_one_value_is_sent_again(Case each) {
        try (Resource resource = new Resource(BearerExchangeFilterTest::rejectT1)) {

            assertThat(status(allowed(resource).post().uri(resource.uri("/")).body(each.body.get()))
                            .block(PATIENCE))
                    .isEqualTo(200);

            assertThat(resource.seen()).hasSize(2);
            assertThat(resource.seen().get(0).body())
                    .isNotEmpty()
                    .isEqualTo(resource.seen().get(1).body());
        }
    }

    static Stream<Case> bodiesThatAreGoneOnceWritten() {
        byte[] bytes = "a body".getBytes(StandardCharsets.UTF_8);
        InputStream stream = new ByteArrayInputStream(bytes);
        return Stream.of(
                new Case("multipart", () -> BodyInserters.fromMultipartData(parts(bytes))),
                new Case("multipart as value", () -> BodyInserters.fromValue(parts(bytes))),
                new Case("open resource", () -> BodyInserters.fromResource(new InputStreamResource(stream))),
                new Case("java stream", () -> BodyInserters.fromValue(Stream.of("a", "b"))),
                new Case(
                        "data buffer",
                        () -> BodyInserters.fromValue(DefaultDataBufferFactory.sharedInstance.wrap(bytes))),
                new Case("netty buffer", () -> BodyInserters.fromValue(Unpooled.copiedBuffer(bytes))),
                new Case("deferred", () -> BodyInserters.fromPublisher(Mono.fromSupplier(() -> "a"), String.class)),
                new Case(
                        "data buffers",
                        () -> BodyInserters.fromDataBuffers(
                                Mono.just(DefaultDataBufferFactory.sharedInstance.wrap(bytes)))));
    }

    private static MultiValueMap<String, HttpEntity<?>> parts(byte[] file) {
        MultipartBodyBuilder parts = new MultipartBodyBuilder();
        parts.part("file", new InputStreamResource(new ByteArrayInputStream(file)));
        return parts.build();
    }

    @ParameterizedTest
    @MethodSource("bodiesThatAreGoneOnceWritten")
    void a_body_that_is_gone_once_written_is_not_sent_again(Case each) {
        try (Resource resource = new Resource(BearerExchangeFilterTest::rejectT1)) {

            assertThat(status(allowed(resource).post().uri(resource.uri("/")).body(each.body.get()))
                            .block(PATIENCE))
                    .isEqualTo(401);

            assertThat(resource.seen()).hasSize(1);
            assertThat(resource.seen().get(0).body()).isNotEmpty();
        }
    }

    @Test
    void filters_behind_it_see_the_header_and_may_copy_the_request() {
        List<@Nullable String> seen = new ArrayList<>();
        ExchangeFilterFunction copying = (request, next) -> {
            seen.add(request.headers().getFirst(HttpHeaders.AUTHORIZATION));
            return next.exchange(
                    ClientRequest.from(request).header("X-More", "more").build());
        };
        try (Resource resource = new Resource(BearerExchangeFilterTest::rejectT1)) {
            WebClient web = webClient(http, BearerExchangeFilter.of(tokens).allow(resource.origin()), copying);

            assertThat(status(web.post().uri(resource.uri("/")).bodyValue("a body"))
                            .block(PATIENCE))
                    .isEqualTo(200);

            assertThat(seen).containsExactly("Bearer t1", "Bearer t2");
            assertThat(resource.authorizations()).containsExactly("Bearer t1", "Bearer t2");
        }
    }

    interface Orders {

        @GetExchange("/orders")
        Mono<String> all();

        @PostExchange("/orders")
        Mono<String> add(@RequestBody String order);
    }

    @Test
    void an_http_interface_sends_the_token_and_replays_like_its_web_client() {
        try (Resource resource = new Resource(BearerExchangeFilterTest::rejectT1)) {
            WebClient web =
                    allowed(resource).mutate().baseUrl(resource.origin()).build();
            Orders orders = HttpServiceProxyFactory.builderFor(WebClientAdapter.create(web))
                    .build()
                    .createClient(Orders.class);

            assertThat(orders.add("one").block(PATIENCE)).isEqualTo(Resource.BODY);
            assertThat(orders.all().block(PATIENCE)).isEqualTo(Resource.BODY);

            assertThat(resource.authorizations()).containsExactly("Bearer t1", "Bearer t2", "Bearer t2");
            assertThat(resource.seen().get(1).body()).isEqualTo("one");
        }
    }

    @Test
    void a_filter_before_it_that_subscribes_again_gets_a_token_of_that_moment() {
        ExchangeFilterFunction twice = (request, next) -> next.exchange(request)
                .flatMap(response -> response.releaseBody().thenReturn(response))
                .repeat(1)
                .last();
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            Queue<AccessToken> script = new ArrayDeque<>(List.of(token("a"), token("b")));
            BearerCall call = BearerCall.of(scripted(() -> Mono.fromSupplier(script::remove)))
                    .allow(resource.origin());

            status(webClient(http, twice, BearerExchangeFilter.of(call)).get().uri(resource.uri("/")))
                    .block(PATIENCE);

            assertThat(resource.authorizations()).containsExactly("Bearer a", "Bearer b");
        }
    }

    @Test
    void a_caller_that_cancels_before_there_is_a_token_sends_nothing() {
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            Sinks.One<AccessToken> late = Sinks.one();
            BearerCall call = BearerCall.of(scripted(late::asMono)).allow(resource.origin());

            Disposable caller =
                    status(webClient(call).get().uri(resource.uri("/"))).subscribe();
            caller.dispose();
            late.tryEmitValue(token("late"));

            assertConnectionIsFree(resource.uri("/"));
            assertThat(resource.authorizations()).containsExactly((String) null);
        }
    }

    @Test
    void a_caller_that_cancels_before_the_response_leaves_no_connection_behind() {
        Sinks.Empty<Void> asked = Sinks.empty();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .handle((request, response) -> {
                    if (request.uri().equals("/free")) {
                        return response.send();
                    }
                    asked.tryEmitEmpty();
                    return Mono.never();
                })
                .bindNow(PATIENCE);
        URI origin = URI.create("http://127.0.0.1:" + server.port());
        try {
            WebClient web = webClient(BearerCall.of(tokens).allow(List.of(origin)));
            Disposable caller = status(web.get().uri(origin.resolve("/slow"))).subscribe();
            asked.asMono().block(PATIENCE);
            caller.dispose();

            assertConnectionIsFree(origin);
        } finally {
            server.disposeNow(PATIENCE);
        }
    }

    @Test
    void a_caller_that_cancels_while_the_next_token_is_awaited_leaves_no_connection_behind() {
        try (Resource resource = new Resource(BearerExchangeFilterTest::rejectT1)) {
            Sinks.Empty<Void> waiting = Sinks.empty();
            Queue<Mono<AccessToken>> script = new ArrayDeque<>(List.of(
                    Mono.just(token("t1")), Mono.<AccessToken>never().doOnSubscribe(s -> waiting.tryEmitEmpty())));
            BearerCall call =
                    BearerCall.of(scripted(() -> Mono.defer(script::remove))).allow(resource.origin());

            Disposable caller =
                    status(webClient(call).get().uri(resource.uri("/"))).subscribe();
            waiting.asMono().block(PATIENCE);
            caller.dispose();

            assertConnectionIsFree(resource.uri("/"));
        }
    }

    private void assertConnectionIsFree(URI server) {
        assertThat(status(webClient(http).get().uri(server.resolve("/free"))).block(PATIENCE))
                .isEqualTo(200);
    }

    private static AccessToken token(String value) {
        return AccessToken.bearer(value, Duration.ofHours(1));
    }

    private static ReactiveTokenSource scripted(Supplier<Mono<AccessToken>> token) {
        return new ReactiveTokenSource() {
            @Override
            public Mono<AccessToken> token() {
                return token.get();
            }

            @Override
            public void invalidate(AccessToken rejected) {}

            @Override
            public TokenStatus status() {
                return ReactiveTokenSource.fixed(BearerExchangeFilterTest.token("status"))
                        .status();
            }

            @Override
            public void close() {}
        };
    }
}
