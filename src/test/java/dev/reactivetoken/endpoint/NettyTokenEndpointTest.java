package dev.reactivetoken.endpoint;

import static dev.reactivetoken.endpoint.RawServer.json;
import static dev.reactivetoken.endpoint.RawServer.playing;
import static dev.reactivetoken.endpoint.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.endpoint.RawServer.Received;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenClock;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

class NettyTokenEndpointTest {

    static final String TOKEN = "{\"access_token\":\"t1\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

    private static final TokenRequest REQUEST =
            TokenRequest.of("client_credentials").withScopes(List.of("ess:account:read"));

    @Test
    void asks_by_a_form_and_answers_a_token() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            TokenResponse answer = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .send(REQUEST.header("Authorization", "Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3"))
                    .block();

            assertThat(answer.accessToken().authorization()).isEqualTo("Bearer t1");
            assertThat(answer.accessToken().lifetime()).isEqualTo(Duration.ofHours(1));
            assertThat(answer.accessToken().scopes()).containsExactly("ess:account:read");
            Received request = server.next();
            assertThat(request.head()).startsWith("POST /token HTTP/1.1\r\n");
            assertThat(request.header("host"))
                    .isEqualTo("localhost:" + server.uri().getPort());
            assertThat(request.header("accept")).isEqualTo("application/json");
            assertThat(request.header("content-type")).isEqualTo("application/x-www-form-urlencoded");
            assertThat(request.header("content-length"))
                    .isEqualTo("" + request.body().length());
            assertThat(request.header("user-agent")).startsWith("reactive-token");
            assertThat(request.header("authorization")).isEqualTo("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3");
            assertThat(request.head()).doesNotContainIgnoringCase("transfer-encoding");
            assertThat(request.body()).isEqualTo("grant_type=client_credentials&scope=ess%3Aaccount%3Aread");
        }
    }

    @Test
    void counts_the_bytes_of_a_form_itself() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .send(REQUEST.header("Content-Length", "5"))
                    .block();

            assertThat(server.next().body()).endsWith("ess%3Aaccount%3Aread");
        }
    }

    @Test
    void keeps_the_query_of_the_token_uri_and_an_empty_path() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            String origin = "http://localhost:" + server.uri().getPort();
            NettyTokenEndpoint.of(URI.create(origin + "/a%2Fb?tenant=7&x=%20"), Dialect.STANDARD)
                    .send(REQUEST)
                    .block();
            NettyTokenEndpoint.of(URI.create(origin), Dialect.STANDARD)
                    .send(REQUEST)
                    .block();

            assertThat(server.next().head()).startsWith("POST /a%2Fb?tenant=7&x=%20 HTTP/1.1\r\n");
            assertThat(server.next().head()).startsWith("POST / HTTP/1.1\r\n");
        }
    }

    @Test
    void sends_once_per_subscription_and_nothing_before() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            Mono<TokenResponse> answer =
                    NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD).send(REQUEST);
            assertThat(server.connections()).isZero();

            answer.block();
            answer.block();

            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void sends_over_the_same_connection_again() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            endpoint.send(REQUEST);
            endpoint.send(REQUEST);
            endpoint.send(REQUEST);

            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void counts_the_life_of_a_token_from_just_before_its_request_was_sent() throws Exception {
        StepClock clock = new StepClock();
        clock.millis.set(1_000_000);
        try (RawServer server = playing(socket -> {
            clock.millis.addAndGet(5_000);
            json(200, TOKEN).play(socket);
        })) {
            TokenResponse answer = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .withClock(clock)
                    .send(REQUEST)
                    .block();

            assertThat(answer.accessToken().issuedAt()).isEqualTo(Instant.ofEpochMilli(1_000_000));
            assertThat(answer.accessToken().age(clock)).isEqualTo(5_000_000_000L);
        }
    }

    @Test
    void answers_many_at_once() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD);

            Long answers = Flux.range(0, 500)
                    .flatMap(i -> endpoint.send(REQUEST), 500)
                    .count()
                    .block();

            assertThat(answers).isEqualTo(500);
            assertThat(server.connections()).isBetween(1, 64);
        }
    }

    @Test
    void asks_nothing_of_an_endpoint_that_wants_a_scope_when_there_is_none() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD.withScopeRequired(true));

            assertThatThrownBy(() ->
                            endpoint.send(TokenRequest.of("client_credentials")).block())
                    .isInstanceOf(TokenException.Unavailable.class)
                    .hasMessageContaining("name at least one");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void lets_a_client_be_customized_but_not_weakened() throws Exception {
        AtomicInteger applied = new AtomicInteger();
        try (RawServer server = playing(
                text("HTTP/1.1 307 Go\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"), json(200, TOKEN))) {
            NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .withHttpClient(client -> {
                        applied.incrementAndGet();
                        return client.followRedirect(true)
                                .wiretap(true)
                                .headers(headers -> headers.set("X-Tenant", "7").set("Accept", "text/html"));
                    })
                    .withConnectTimeout(Duration.ofSeconds(1))
                    .withClock(TokenClock.system());

            assertThatThrownBy(() -> endpoint.send(REQUEST).block()).isInstanceOf(TokenException.Refused.class);
            endpoint.send(REQUEST).block();

            assertThat(applied).hasValue(1);
            assertThat(server.requests).hasSize(2);
            Received request = server.next();
            assertThat(request.header("x-tenant")).isEqualTo("7");
            assertThat(request.header("accept")).isEqualTo("application/json");
        }
    }

    @Test
    void takes_a_client_with_connections_of_its_own() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .withHttpClient(client -> HttpClient.newConnection());

            endpoint.send(REQUEST).block();
            endpoint.send(REQUEST).block();

            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.next().header("user-agent")).startsWith("reactive-token");
        }
    }

    @Test
    void ends_in_an_error_when_the_clock_throws() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            TokenClock broken = new TokenClock() {
                @Override
                public long wallTime() {
                    throw new IllegalStateException("no time for s3cret");
                }

                @Override
                public long monotonicTime() {
                    return 0;
                }
            };
            NettyTokenEndpoint endpoint =
                    NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD).withClock(broken);

            assertThatThrownBy(() -> endpoint.send(REQUEST).block(Duration.ofSeconds(10)))
                    .isInstanceOf(TokenException.Unreachable.class)
                    .hasMessageContaining("failed unexpectedly: java.lang.IllegalStateException at ")
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }

    @Test
    void ends_in_an_error_without_its_value_when_a_header_cannot_be_sent() throws Exception {
        try (RawServer server = playing(json(200, TOKEN))) {
            NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD);

            assertThatThrownBy(() -> endpoint.send(REQUEST.header("X-Key", "s3cret\r\nX-Other: 1"))
                            .block(Duration.ofSeconds(10)))
                    .isInstanceOf(TokenException.Unreachable.class)
                    .hasMessageContaining("failed unexpectedly")
                    .hasMessageNotContaining("s3cret")
                    .hasNoCause();
        }
    }

    @Test
    void refuses_a_connect_timeout_that_is_none() {
        NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(URI.create("https://idp.example/token"), Dialect.STANDARD);

        assertThatIllegalArgumentException().isThrownBy(() -> endpoint.withConnectTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> endpoint.withConnectTimeout(Duration.ofNanos(1)));
    }

    @Test
    void prints_where_it_is_without_the_query() {
        assertThat(NettyTokenEndpoint.of(URI.create("https://idp.example/token?key=s3cret"), Dialect.STANDARD))
                .hasToString("NettyTokenEndpoint[https://idp.example/token]");
    }

    @Test
    void never_prints_a_secret_that_the_server_echoes() throws Exception {
        try (RawServer server = playing(
                json(
                        400,
                        "{\"error\":\"invalid_request\",\"error_description\":\"bad: se+cr%et, se%2Bcr%25et, Zm9vOmJhcg==\"}"))) {
            TokenRequest request = REQUEST.parameter("client_secret", Secret.of("se+cr%et"))
                    .withCredential(Secret.of("se+cr%et"))
                    .header("Authorization", Secret.of("Basic Zm9vOmJhcg=="));

            assertThatThrownBy(() -> NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                            .send(request)
                            .block())
                    .hasMessageContaining("\"bad: ****, ****, ****\"");
        }
    }
}
