package dev.reactivetoken.endpoint;

import static dev.reactivetoken.endpoint.NettyTokenEndpointTest.TOKEN;
import static dev.reactivetoken.endpoint.RawServer.closing;
import static dev.reactivetoken.endpoint.RawServer.json;
import static dev.reactivetoken.endpoint.RawServer.playing;
import static dev.reactivetoken.endpoint.RawServer.resetting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.endpoint.RawServer.Script;
import dev.reactivetoken.token.TokenException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StaleConnectionTest {

    private static final String BASIC = "Basic aWQ6c2VjcmV0";
    private static final TokenRequest REQUEST =
            TokenRequest.of("client_credentials").header("Authorization", BASIC);

    private static boolean showsTheSecret(RawServer.Received request) {
        return request.header("authorization").equals(BASIC);
    }

    private static NettyTokenEndpoint closingBeforeTheSecondRequest(RawServer server, AtomicInteger prepared) {
        return NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                .withHttpClient(client -> client.doOnRequest((request, connection) -> {
                    if (prepared.incrementAndGet() == 2) {
                        connection.channel().close();
                    }
                }));
    }

    static Stream<Named<Script>> breaks() {
        return Stream.of(Named.of("closed", closing()), Named.of("reset", resetting()));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void a_reused_connection_that_breaks_before_an_answer_costs_the_caller_nothing(Script broken) throws Exception {
        try (RawServer server = playing(json(200, TOKEN), broken, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            endpoint.send(REQUEST);
            assertThat(endpoint.send(REQUEST).accessToken().value()).isEqualTo("t1");

            assertThat(server.requests.stream().map(RawServer.Received::connection))
                    .containsExactly(1, 1, 2);
            assertThat(server.requests).allMatch(StaleConnectionTest::showsTheSecret);
        }
    }

    @Test
    void so_does_one_that_is_gone_before_the_request_is_sent() throws Exception {
        AtomicInteger prepared = new AtomicInteger();
        try (RawServer server = playing(json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(closingBeforeTheSecondRequest(server, prepared));

            endpoint.send(REQUEST);
            endpoint.send(REQUEST);

            assertThat(prepared).hasValue(3);
            assertThat(server.requests).hasSize(2).allMatch(StaleConnectionTest::showsTheSecret);
        }
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void what_can_be_spent_once_is_not_sent_again_once_it_may_have_left(Script broken) throws Exception {
        try (RawServer server = playing(json(200, TOKEN), broken, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            endpoint.send(REQUEST.withOneTime());
            assertThatThrownBy(() -> endpoint.send(REQUEST.withOneTime()))
                    .isInstanceOf(TokenException.Unreachable.class);

            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void what_can_be_spent_once_is_sent_again_while_it_has_not_left() throws Exception {
        AtomicInteger prepared = new AtomicInteger();
        try (RawServer server = playing(json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(closingBeforeTheSecondRequest(server, prepared));

            endpoint.send(REQUEST.withOneTime());
            endpoint.send(REQUEST.withOneTime());

            assertThat(prepared).hasValue(3);
            assertThat(server.requests).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void the_second_break_is_the_callers(Script broken) throws Exception {
        try (RawServer server = playing(json(200, TOKEN), broken)) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            endpoint.send(REQUEST);
            assertThatThrownBy(() -> endpoint.send(REQUEST)).isInstanceOf(TokenException.Unreachable.class);

            assertThat(server.requests).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void a_fresh_connection_that_breaks_is_not_tried_again(Script broken) throws Exception {
        try (RawServer server = playing(broken)) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            assertThatThrownBy(() -> endpoint.send(REQUEST))
                    .isInstanceOf(TokenException.Unreachable.class)
                    .hasMessageContaining("http://localhost:" + server.uri().getPort());

            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void a_reused_connection_that_breaks_within_the_status_line_is_not_tried_again() throws Exception {
        Script half = socket -> {
            RawServer.write(socket, "HTTP/1.1 2");
            socket.close();
        };
        try (RawServer server = playing(json(200, TOKEN), half, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            endpoint.send(REQUEST);
            assertThatThrownBy(() -> endpoint.send(REQUEST)).isInstanceOf(TokenException.Unreachable.class);

            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void the_life_of_the_token_counts_from_the_try_that_succeeded() throws Exception {
        StepClock clock = new StepClock();
        Script slowBreak = socket -> {
            clock.millis.addAndGet(9_000);
            socket.close();
        };
        try (RawServer server = playing(json(200, TOKEN), slowBreak, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(
                    NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD).withClock(clock));

            List<Long> issued = Stream.of(1, 2)
                    .map(i -> endpoint.send(REQUEST).accessToken().issuedAt().toEpochMilli())
                    .toList();

            assertThat(issued).containsExactly(0L, 9_000L);
        }
    }

    @Test
    void an_answer_that_nobody_asked_for_is_not_taken_for_the_next_one() throws Exception {
        String stray = RawServer.http(200, "", TOKEN.replace("t1", "stray"));
        Script twice = socket -> RawServer.write(socket, RawServer.http(200, "", TOKEN) + stray);
        try (RawServer server = playing(twice, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            endpoint.send(REQUEST);
            assertThat(server.sawClientClose()).isTrue();
            assertThat(endpoint.send(REQUEST).accessToken().value()).isEqualTo("t1");
        }
    }
}
