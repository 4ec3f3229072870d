package dev.reactivetoken.spring.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.RefreshPolicy;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.bearer.BearerCall;
import dev.reactivetoken.bearer.BearerContract;
import dev.reactivetoken.bearer.Resource;
import dev.reactivetoken.bearer.Resource.Answer;
import dev.reactivetoken.bearer.StaleConnections;
import dev.reactivetoken.testing.server.Fault;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.DisposableServer;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

class ClientCredentialsGatewayFilterFactoryTest extends BearerContract {

    private static final String WITH_TOKEN = "ClientCredentials=orders";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final HttpClient http = HttpClient.newConnection();
    private int connections = 1;

    private record Answered(int status, HttpHeaders headers, String body) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private GatewayApp start(GatewayApp.Builder builder) {
        GatewayApp app = builder.start();
        open.add(0, app);
        return app;
    }

    private GatewayApp.Builder orders() {
        return GatewayApp.builder().call("orders", BearerCall.of(tokens));
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
        return client(call, upstream -> upstream);
    }

    @Override
    protected Client clientOver(StaleConnections stale, BearerCall call) {
        return client(call, stale::under);
    }

    private Client client(BearerCall call, HttpClientCustomizer change) {
        String upstream = call.origins().toString().replaceAll("[\\[\\]]", "");
        GatewayApp app = start(GatewayApp.builder()
                .connections(connections)
                .client(change)
                .call("orders", call)
                .route("/**", upstream, WITH_TOKEN));
        return new Client() {
            @Override
            public Mono<Integer> get(URI target, @Nullable String authorization) {
                return send(HttpMethod.GET, target, authorization, Flux.empty());
            }

            @Override
            public Mono<Integer> post(URI target, String body) {
                return send(HttpMethod.POST, target, null, Flux.just(body));
            }

            @Override
            public Mono<Integer> post(URI target, Flux<String> body) {
                return send(HttpMethod.POST, target, null, body);
            }

            private Mono<Integer> send(
                    HttpMethod method, URI target, @Nullable String authorization, Flux<String> body) {
                String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
                return call(method, app.uri(path), authorization, body).map(Answered::status);
            }
        };
    }

    @Test
    @Override
    protected void many_requests_rejected_at_once_need_one_new_token() {
        connections = 40; // many requests on one connection get a few 500s from a gateway without this filter too
        super.many_requests_rejected_at_once_need_one_new_token();
    }

    private Mono<Answered> call(HttpMethod method, URI uri, @Nullable String authorization, Flux<String> body) {
        return http.headers(headers -> {
                    if (authorization != null) {
                        headers.set("Authorization", authorization);
                    }
                })
                .request(method)
                .uri(uri)
                .send(ByteBufFlux.fromString(body))
                .responseSingle((head, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> new Answered(head.status().code(), head.responseHeaders(), text)));
    }

    private Answered get(URI uri) {
        Answered answer = call(HttpMethod.GET, uri, null, Flux.empty()).block(PATIENCE);
        assertThat(answer).isNotNull();
        return answer;
    }

    @Test
    void a_token_of_the_named_source_goes_upstream_in_place_of_what_the_client_has_set() {
        try (TokenServer server = TokenServer.builder()
                        .client("orders-id", "orders-secret", "ess:account:read")
                        .start();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(server.tokenUri())
                        .credential(CredentialSource.fixed("orders-id", Secret.of("orders-secret")))
                        .scopes("ess:account:read")
                        .build();
                Resource upstream = new Resource(seen -> Answer.OK)) {
            GatewayApp app = start(GatewayApp.builder()
                    .call("orders", BearerCall.of(source))
                    .route("/orders/**", upstream.origin(), WITH_TOKEN)
                    .route("/open/**", upstream.origin()));

            Answered answer = call(HttpMethod.GET, app.uri("/orders/1"), "Bearer of-the-client", Flux.empty())
                    .block(PATIENCE);
            get(app.uri("/open/1"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Resource.BODY);
            assertThat(upstream.authorizations().get(0))
                    .startsWith("Bearer ")
                    .isEqualTo(source.token().block(PATIENCE).authorization());
            assertThat(upstream.authorizations().get(1)).isNull();
            assertThat(server.counts().tokenRequests()).isEqualTo(1);
        }
    }

    @Test
    void the_answer_to_a_replayed_request_is_the_second_one_whole() {
        try (Resource upstream = new Resource(seen ->
                "Bearer t1".equals(seen.authorization()) ? Answer.unauthorized("Bearer realm=\"up\"") : Answer.OK)) {
            GatewayApp app = start(orders().route("/**", upstream.origin(), WITH_TOKEN));

            Answered answer = get(app.uri("/"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers().contains("WWW-Authenticate")).isFalse();
            assertThat(answer.headers().getAll("Content-Length").size()
                            + answer.headers().getAll("Transfer-Encoding").size())
                    .isEqualTo(1);
            assertThat(answer.body()).isEqualTo(Resource.BODY);
        }
    }

    private ReactiveTokenSource manyTokens() {
        AtomicInteger tokens = new AtomicInteger();
        ReactiveTokenSource source = ReactiveTokenSource.builder()
                .endpoint(request -> Mono.fromSupplier(() ->
                        TokenResponse.of(AccessToken.bearer("t" + tokens.incrementAndGet(), Duration.ofHours(1)))))
                .authentication(ClientAuthentication.none("client"))
                .refreshPolicy(RefreshPolicy.DEFAULT.withMinInterval(Duration.ZERO))
                .build();
        open.add(source);
        return source;
    }

    @Test
    void requests_that_are_sent_twice_give_the_first_connection_back() {
        AtomicInteger requests = new AtomicInteger();
        byte[] large = new byte[8_000_000]; // more than an unread connection buffers
        DisposableServer upstream = HttpServer.create()
                .host("127.0.0.1")
                .handle((request, response) -> {
                    requests.incrementAndGet();
                    return response.status(401).sendByteArray(Mono.just(large));
                })
                .bindNow(PATIENCE);
        open.add(() -> upstream.disposeNow(PATIENCE));
        GatewayApp.Builder routes = GatewayApp.builder();
        int many = 3; // each with a source of its own: a rejection of its second token would not be replayed
        for (int each = 0; each < many; each++) {
            routes.call("source" + each, BearerCall.of(manyTokens()))
                    .route("/" + each, "http://127.0.0.1:" + upstream.port(), "ClientCredentials=source" + each);
        }
        GatewayApp app = start(routes);

        for (int each = 0; each < many; each++) {
            assertThat(get(app.uri("/" + each)).body()).hasSize(large.length);
        }

        assertThat(requests).hasValue(2 * many);
    }

    @Test
    void without_a_token_the_client_gets_a_problem_document_and_when_to_come_back() {
        try (TokenServer server = TokenServer.builder()
                        .client("orders-id", "right-secret")
                        .start();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(server.tokenUri())
                        .credential(CredentialSource.fixed("orders-id", Secret.of("wrong-secret")))
                        .build();
                Resource upstream = new Resource(seen -> Answer.OK)) {
            GatewayApp app = start(GatewayApp.builder()
                    .call("orders", BearerCall.of(source))
                    .route("/**", upstream.origin(), WITH_TOKEN));

            Answered answer = get(app.uri("/"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.headers().get("Retry-After")).matches("[1-9]\\d*");
            assertThat(answer.body())
                    .contains("\"status\":503")
                    .contains("\"title\":\"Service Unavailable\"")
                    .doesNotContain("secret")
                    .doesNotContain("orders");
            assertThat(upstream.seen()).isEmpty();
        }
    }

    @Test
    void an_outage_that_the_next_call_may_end_names_the_shortest_time() {
        try (TokenServer server = TokenServer.builder()
                        .client("orders-id", "right-secret")
                        .start();
                ReactiveTokenSource source = ReactiveTokenSource.builder()
                        .tokenUri(server.tokenUri())
                        .credential(CredentialSource.fixed("orders-id", Secret.of("right-secret")))
                        .build();
                Resource upstream = new Resource(seen -> Answer.OK)) {
            server.fault(Fault.status(500), Integer.MAX_VALUE);
            GatewayApp app = start(GatewayApp.builder()
                    .call("orders", BearerCall.of(source))
                    .route("/**", upstream.origin(), WITH_TOKEN));

            Answered answer = get(app.uri("/"));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void a_retry_filter_on_the_same_route_sends_nothing_without_a_token() {
        try (ReactiveTokenSource closed = ReactiveTokenSource.builder()
                        .endpoint(request -> Mono.never())
                        .credential(CredentialSource.fixed("id", Secret.of("secret")))
                        .build();
                Resource upstream = new Resource(seen -> Answer.OK)) {
            closed.close();
            GatewayApp app = start(GatewayApp.builder()
                    .call("orders", BearerCall.of(closed))
                    .route("/**", upstream.origin(), "Retry=2", WITH_TOKEN));

            assertThat(get(app.uri("/")).status()).isEqualTo(503);

            assertThat(upstream.seen()).isEmpty();
        }
    }

    @Test
    void a_request_that_another_filter_leads_elsewhere_fails_and_is_not_sent() {
        try (Resource upstream = new Resource(seen -> Answer.OK);
                Resource elsewhere = new Resource(seen -> Answer.OK)) {
            GatewayApp app =
                    start(orders().route("/**", upstream.origin(), "RequestHeaderToRequestUri=X-Target", WITH_TOKEN));

            Integer status = http.headers(headers -> headers.set("X-Target", elsewhere.origin()))
                    .get()
                    .uri(app.uri("/"))
                    .response()
                    .map(response -> response.status().code())
                    .block(PATIENCE);

            assertThat(status).isEqualTo(500);
            assertThat(elsewhere.seen()).isEmpty();
            assertThat(upstream.seen()).isEmpty();
            assertThat(tokenRequests).hasValue(0);
        }
    }

    @Test
    void a_route_outside_the_origins_of_its_source_fails_and_is_not_sent() {
        try (Resource upstream = new Resource(seen -> Answer.OK)) {
            BearerCall bound = BearerCall.of(tokens).allow("https://api.example.com");
            GatewayApp app =
                    start(GatewayApp.builder().call("orders", bound).route("/**", upstream.origin(), WITH_TOKEN));

            assertThat(get(app.uri("/")).status()).isEqualTo(500);

            assertThat(upstream.seen()).isEmpty();
        }
    }

    /** Does what the load balancer's filter does, with the same order. */
    static final class Balancer implements GlobalFilter, Ordered {

        private static volatile @Nullable URI chosen;

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, chosen);
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_LOADBALANCER_RESPONSE_ATTR, "chosen");
            return chain.filter(exchange);
        }

        @Override
        public int getOrder() {
            return 10149;
        }
    }

    @Test
    void the_instance_that_a_load_balancer_chose_gets_the_token() {
        try (Resource instance = new Resource(seen -> Answer.OK)) {
            Balancer.chosen = instance.uri("/here");
            GatewayApp app = start(orders().bean(Balancer.class).route("/**", "lb://service", WITH_TOKEN));

            assertThat(get(app.uri("/")).status()).isEqualTo(200);

            assertThat(instance.authorizations()).containsExactly("Bearer t1");
        }
    }

    @Test
    void an_unknown_name_fails_where_routes_are_built_and_lists_the_known_ones() {
        GatewayApp app = start(orders().call("billing", BearerCall.of(tokens))
                .route("/typo/**", "https://api.example.com", "ClientCredentials=oders"));

        assertThatThrownBy(() -> app.routes().getRoutes().blockLast(PATIENCE))
                .hasStackTraceContaining("route 'routetypo': there is no token source 'oders'")
                .hasStackTraceContaining("[billing, orders]");
    }

    @Test
    void a_web_socket_handshake_carries_the_token() {
        Queue<String> handshakes = new ConcurrentLinkedQueue<>();
        DisposableServer upstream = HttpServer.create()
                .host("127.0.0.1")
                .route(routes -> routes.ws("/socket", (in, out) -> {
                    handshakes.add(in.headers().get("Authorization"));
                    return out.sendString(in.receive().asString().map(text -> "echo " + text));
                }))
                .bindNow(PATIENCE);
        open.add(() -> upstream.disposeNow(PATIENCE));
        GatewayApp app = start(orders().route("/**", "http://127.0.0.1:" + upstream.port(), WITH_TOKEN));

        String answer = http.websocket()
                .uri(app.uri("/socket"))
                .handle((in, out) -> out.sendString(Mono.just("hello"))
                        .then()
                        .thenMany(in.receive().asString()))
                .next()
                .block(PATIENCE);

        assertThat(answer).isEqualTo("echo hello");
        assertThat(handshakes).containsExactly("Bearer t1");
    }

    @Test
    void a_request_that_waited_for_its_token_goes_on_on_its_own_event_loop() {
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            GatewayApp app = start(orders().bean(BehindTheFilter.class)
                    .route("/**", resource.origin().toString(), WITH_TOKEN));

            assertThat(call(HttpMethod.GET, app.uri("/"), null, Flux.empty()).block(PATIENCE))
                    .extracting(Answered::status)
                    .isEqualTo(200);

            assertThat(app.bean(BehindTheFilter.class).onOwnLoop).containsExactly(true);
        }
    }

    @Test
    void a_request_that_hides_which_server_it_came_from_gets_its_token_all_the_same() {
        try (Resource resource = new Resource(seen -> Answer.OK)) {
            GatewayApp app = start(
                    orders().bean(Disguise.class).route("/**", resource.origin().toString(), WITH_TOKEN));

            assertThat(call(HttpMethod.GET, app.uri("/"), null, Flux.empty()).block(PATIENCE))
                    .extracting(Answered::status)
                    .isEqualTo(200);
        }
    }

    /** As a test with a mock request does. */
    static final class Disguise implements GlobalFilter, Ordered {

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            ServerHttpRequest request = exchange.getRequest();
            Object disguised = Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ServerHttpRequest.class},
                    (proxy, method, args) -> method.invoke(request, args));
            return chain.filter(
                    exchange.mutate().request((ServerHttpRequest) disguised).build());
        }

        @Override
        public int getOrder() {
            return ClientCredentialsGatewayFilterFactory.FILTER_ORDER - 1;
        }
    }

    /** Records on which thread a request leaves the filter. */
    static final class BehindTheFilter implements GlobalFilter, Ordered {

        private final Queue<Boolean> onOwnLoop = new ConcurrentLinkedQueue<>();

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            ChannelOperations<?, ?> served = ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest());
            onOwnLoop.add(served.channel().eventLoop().inEventLoop());
            return chain.filter(exchange);
        }

        @Override
        public int getOrder() {
            return ClientCredentialsGatewayFilterFactory.FILTER_ORDER + 1;
        }
    }
}
