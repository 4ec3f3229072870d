package dev.reactivetoken.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.TokenObserver;
import dev.reactivetoken.TokenStatus;
import dev.reactivetoken.token.AccessToken;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

/** The algorithm itself, over a minimal adapter. */
class BearerCallTest extends BearerContract {

    @Override
    protected Client client(BearerCall call) {
        HttpClient http = HttpClient.create(ConnectionProvider.create("bearer-call", 20));
        return new Client() {
            @Override
            public Mono<Integer> get(URI target, @Nullable String authorization) {
                return send(HttpMethod.GET, target, authorization, Flux.empty(), true);
            }

            @Override
            public Mono<Integer> post(URI target, String body) {
                return send(HttpMethod.POST, target, null, Flux.just(body), true);
            }

            @Override
            public Mono<Integer> post(URI target, Flux<String> body) {
                return send(HttpMethod.POST, target, null, body, false);
            }

            private Mono<Integer> send(
                    HttpMethod method, URI target, @Nullable String own, Flux<String> body, boolean repeatable) {
                return call.exchange(new NettyExchange(http, method, target, own, body, repeatable))
                        .flatMap(response -> response.body.then(
                                Mono.just(response.head.status().code())));
            }
        };
    }

    private record Response(HttpClientResponse head, Mono<Void> body) {}

    private record NettyExchange(
            HttpClient http,
            HttpMethod verb,
            URI target,
            @Nullable String own,
            Flux<String> body,
            boolean repeatable) implements BearerExchange<Response> {

        @Override
        public String method() {
            return verb.name();
        }

        @Override
        public boolean isAuthorized() {
            return own != null;
        }

        @Override
        public Mono<Response> send(@Nullable Authorization authorization) {
            return http.headers(headers -> {
                        if (authorization != null) {
                            authorization.writeTo(headers::set);
                        } else if (own != null) {
                            headers.set("Authorization", own);
                        }
                    })
                    .request(verb)
                    .uri(target)
                    .send(ByteBufFlux.fromString(body))
                    .responseConnection((head, connection) -> Mono.just(new Response(head, drain(connection))))
                    .single();
        }

        private static Mono<Void> drain(Connection connection) {
            return connection.inbound().receive().then();
        }

        @Override
        public boolean isRepeatable() {
            return repeatable;
        }

        @Override
        public int status(Response response) {
            return response.head.status().code();
        }

        @Override
        public List<String> challenges(Response response) {
            return response.head.responseHeaders().getAll("WWW-Authenticate");
        }

        @Override
        public Mono<Void> discard(Response response) {
            return response.body;
        }
    }

    /** Without a network: a response is its status. */
    @Nested
    class When_a_token_was_rejected {

        private final List<String> log = new ArrayList<>();
        private final Queue<Mono<AccessToken>> next = new ArrayDeque<>();
        private final AccessToken t1 = AccessToken.bearer("t1", Duration.ofHours(1));
        private final AccessToken t2 = AccessToken.bearer("t2", Duration.ofHours(1));
        private final ReactiveTokenSource source = new ReactiveTokenSource() {
            @Override
            public Mono<AccessToken> token() {
                return Mono.defer(next::remove);
            }

            @Override
            public void invalidate(AccessToken rejected) {
                log.add("invalidate " + rejected.value());
            }

            @Override
            public TokenStatus status() {
                return ReactiveTokenSource.fixed(t1).status();
            }

            @Override
            public void close() {}
        };

        private final BearerExchange<Integer> exchange = new BearerExchange<>() {
            @Override
            public String method() {
                return "GET";
            }

            @Override
            public URI target() {
                return URI.create("https://api.example.com/x");
            }

            @Override
            public boolean isAuthorized() {
                return false;
            }

            @Override
            public Mono<Integer> send(@Nullable Authorization authorization) {
                AccessToken token = authorization == null ? null : authorization.token();
                log.add("send " + (token == null ? "bare" : token.value()));
                return Mono.just(t1.equals(token) ? 401 : 200);
            }

            @Override
            public boolean isRepeatable() {
                return true;
            }

            @Override
            public int status(Integer response) {
                return response;
            }

            @Override
            public List<String> challenges(Integer response) {
                return List.of();
            }

            @Override
            public Mono<Void> discard(Integer response) {
                return Mono.fromRunnable(() -> log.add("discard " + response));
            }
        };

        private final BearerCall call = BearerCall.of(source).allow("https://api.example.com");

        @Test
        void it_is_forgotten_before_the_next_is_asked_for_and_the_first_response_discarded_before_the_second_request() {
            next.add(Mono.just(t1));
            next.add(Mono.just(t2));

            assertThat(call.exchange(exchange).block()).isEqualTo(200);

            assertThat(log).containsExactly("send t1", "invalidate t1", "discard 401", "send t2");
        }

        @Test
        void and_the_next_is_the_same_the_first_response_is_the_answer() {
            next.add(Mono.just(t1));
            next.add(Mono.just(t1));

            assertThat(call.exchange(exchange).block()).isEqualTo(401);

            assertThat(log).containsExactly("send t1", "invalidate t1");
        }

        @Test
        void a_caller_that_cancels_while_the_next_is_awaited_leaves_no_response_behind() {
            next.add(Mono.just(t1));
            next.add(Mono.never());

            Disposable caller = call.exchange(exchange).subscribe();
            caller.dispose();

            assertThat(log).containsExactly("send t1", "invalidate t1", "discard 401");
        }

        @Test
        void a_cancel_after_the_first_response_was_handed_over_does_not_take_it_away() {
            next.add(Mono.just(t1));
            next.add(Mono.just(t1));

            assertThat(Flux.from(call.exchange(exchange))
                            .concatWith(Mono.never())
                            .next()
                            .block())
                    .isEqualTo(401);

            assertThat(log).containsExactly("send t1", "invalidate t1");
        }

        @Test
        void a_next_token_that_races_with_a_cancel_discards_the_first_response_once() throws Exception {
            for (int round = 0; round < 1_000; round++) {
                log.clear();
                Sinks.One<AccessToken> coming = Sinks.one();
                next.add(Mono.just(t1));
                next.add(coming.asMono());
                Disposable caller = call.exchange(exchange).subscribe();

                CompletableFuture<Void> cancel = CompletableFuture.runAsync(caller::dispose);
                coming.tryEmitValue(t2);
                cancel.get();

                assertThat(log).filteredOn("discard 401"::equals).hasSize(1);
            }
        }

        @Test
        void the_observer_is_told_of_the_second_answer_and_may_throw() {
            next.add(Mono.just(t1));
            next.add(Mono.just(t2));
            TokenObserver broken = new TokenObserver() {
                @Override
                public void onReplayed(String name, int status) {
                    log.add(name + " replayed " + status);
                    throw new IllegalStateException("a broken meter");
                }
            };

            assertThat(call.observer(broken).exchange(exchange).block()).isEqualTo(200);

            assertThat(log).endsWith("fixed replayed 200");
        }
    }

    @Nested
    class A_neighbour_that_sends_by_itself {

        private static final URI ALLOWED = URI.create("https://api.example.com/x");
        private static final URI OTHER = URI.create("https://other.example.com/x");

        private final BearerCall call = BearerCall.of(tokens).allow("https://api.example.com");

        @Test
        void gets_the_headers_of_a_request_to_an_allowed_origin() {
            Map<String, String> headers = new HashMap<>();

            Authorization authorization = call.authorize(ALLOWED).block(PATIENCE);
            authorization.writeTo(headers::put);

            assertThat(headers).containsExactly(Map.entry("Authorization", "Bearer t1"));
            assertThat(authorization.toString()).doesNotContain("t1");
        }

        @Test
        void gets_nothing_for_another_origin() {
            assertThat(call.authorize(OTHER).blockOptional(PATIENCE)).isEmpty();
            assertThat(tokenRequests).hasValue(0);
        }

        @Test
        void is_told_that_another_origin_is_refused() {
            assertThatThrownBy(() -> call.refuseOthers().authorize(OTHER).block(PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("https://other.example.com is refused");
        }

        @Test
        void is_told_so_without_the_user_info_of_the_other_origin() {
            URI other = URI.create("https://user:hush@other.example.com/a?key=hush");

            assertThatThrownBy(() -> call.refuseOthers().authorize(other).block(PATIENCE))
                    .hasMessageContaining("https://other.example.com is refused")
                    .hasMessageNotContaining("hush");
        }

        @Test
        void gets_another_token_after_a_rejection() {
            Authorization first = call.authorize(ALLOWED).block(PATIENCE);

            call.reject(first);

            assertThat(call.authorize(ALLOWED).block(PATIENCE).token()).isNotEqualTo(first.token());
            assertThat(tokenRequests).hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200, 302, 399, 600})
    void only_the_status_of_an_error_can_reject_a_token(int status) {
        BearerCall call = BearerCall.of(tokens);

        assertThatThrownBy(() -> call.rejectedStatuses(status)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void without_any_allowed_origin_a_call_fails_and_says_what_to_do() {
        Client nowhere = client(BearerCall.of(tokens));

        assertThatThrownBy(() ->
                        nowhere.get(URI.create("https://api.example.com"), null).block(PATIENCE))
                .hasMessageContaining("allow(");
    }
}
