package dev.reactivetoken.endpoint;

import static dev.reactivetoken.endpoint.NettyTokenEndpointTest.TOKEN;
import static dev.reactivetoken.endpoint.RawServer.closing;
import static dev.reactivetoken.endpoint.RawServer.hanging;
import static dev.reactivetoken.endpoint.RawServer.html;
import static dev.reactivetoken.endpoint.RawServer.http;
import static dev.reactivetoken.endpoint.RawServer.json;
import static dev.reactivetoken.endpoint.RawServer.playing;
import static dev.reactivetoken.endpoint.RawServer.resetting;
import static dev.reactivetoken.endpoint.RawServer.text;
import static dev.reactivetoken.endpoint.RawServer.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reactivetoken.endpoint.RawServer.Script;
import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Malformed;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

class WireFaultsTest {

    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials");

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(
                        "closed before an answer",
                        closing(),
                        Unreachable.class,
                        0,
                        "closed the connection before it answered"),
                fault("reset before an answer", resetting(), Unreachable.class, 0, "http://localhost:"),
                fault(
                        "half a head",
                        then("HTTP/1.1 200 OK\r\nContent-Len", closing()),
                        Unreachable.class,
                        0,
                        "closed the connection before its answer was complete"),
                fault(
                        "half a body",
                        then("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":\"s3cret", closing()),
                        Unreachable.class,
                        0,
                        "closed the connection before its answer was complete"),
                fault(
                        "half a body, reset",
                        then("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":\"s3cret", resetting()),
                        Unreachable.class,
                        0,
                        "http://localhost:"),
                fault(
                        "half of the chunks",
                        then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"acc\r\n", closing()),
                        Unreachable.class,
                        0,
                        "closed the connection before its answer was complete"),
                fault("garbage", text("s3cret garbage\r\n\r\n"), Malformed.class, 0, "is not HTTP"),
                fault("json without a head", text(TOKEN + "\r\n\r\n"), Malformed.class, 0, "is not HTTP"),
                fault(
                        "a status that is no number",
                        text("HTTP/1.1 s3cret OK\r\n\r\n"),
                        Malformed.class,
                        0,
                        "is not HTTP"),
                fault(
                        "a garbage chunk",
                        text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\ns3cret\r\n{}\r\n"),
                        Malformed.class,
                        0,
                        "is not HTTP"),
                fault(
                        "an endless head",
                        text("HTTP/1.1 200 OK\r\nX-Long: " + "s3cret".repeat(10_000) + "\r\n\r\n"),
                        Malformed.class,
                        0,
                        "is not HTTP"),
                fault("html 200", html(200, ""), Malformed.class, 200, "its Content-Type is text/html"),
                fault("html 403", html(403, ""), Refused.class, 403, "check the token URI"),
                fault("html 502", html(502, ""), Unreachable.class, 502, "cannot answer now"),
                fault("empty 200", json(200, ""), Malformed.class, 200, "is empty"),
                fault("204", text("HTTP/1.1 204 No\r\n\r\n"), Malformed.class, 204, "is empty"),
                fault(
                        "too large by its length",
                        text("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n{"),
                        Malformed.class,
                        200,
                        "is larger than 64 KiB"),
                fault(
                        "too large by its chunks",
                        then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", endlessChunks()),
                        Malformed.class,
                        200,
                        "is larger than 64 KiB"),
                fault(
                        "a large page with 401",
                        text("HTTP/1.1 401 No\r\nContent-Length: 9999999\r\n\r\n<html>"),
                        Refused.class,
                        401,
                        "refused"),
                fault(
                        "a redirect",
                        text(
                                "HTTP/1.1 308 Go\r\nLocation: https://new.example/t?x=s3cret\r\nContent-Length: 0\r\n\r\n"),
                        Refused.class,
                        308,
                        "set the token URI to https://new.example/t if"),
                fault("401 empty", text("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n"), Refused.class, 401, "refused"),
                fault(
                        "403 empty",
                        text("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"),
                        Refused.class,
                        403,
                        "check the token URI"),
                fault(
                        "401 with a challenge",
                        text(http(401, "WWW-Authenticate: Bearer\r\n", "{\"error\":\"invalid_client\"}")),
                        Refused.class,
                        401,
                        "invalid_client"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_fault_is_told_by_kind_and_in_words(
            String name, Script script, Class<? extends TokenException> kind, int status, String words)
            throws Exception {
        try (RawServer server = playing(script)) {
            TokenException failure = failure(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            assertThat(failure)
                    .isExactlyInstanceOf(kind)
                    .hasMessageContaining("http://localhost:" + server.uri().getPort())
                    .hasMessageContaining(words);
            assertThat(failure.status()).isEqualTo(status);
            assertNoSecret(failure);
            assertThat(server.requests).hasSize(1);
        }
    }

    static Stream<Arguments> later() {
        return Stream.of(408, 425, 429, 500, 502, 503, 504)
                .flatMap(status -> Stream.of(
                        arguments(status, "Retry-After: 120\r\n", Duration.ofMinutes(2)),
                        arguments(status, "Retry-After: Thu, 01 Jan 1970 00:01:00 GMT\r\n", Duration.ofMinutes(1)),
                        arguments(status, "Retry-After: -1\r\n", null),
                        arguments(status, "", null)));
    }

    @ParameterizedTest
    @MethodSource("later")
    void a_status_that_says_later_keeps_when(int status, String header, Duration retryAfter) throws Exception {
        try (RawServer server = playing(html(status, header))) {
            TokenException failure = failure(
                    NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD).withClock(new StepClock()));

            assertThat(failure).isInstanceOf(Unreachable.class);
            assertThat(failure.status()).isEqualTo(status);
            assertThat(failure.retryAfter()).isEqualTo(retryAfter);
        }
    }

    @Test
    void an_answer_that_drips_is_read_to_its_end() throws Exception {
        String answer = http(200, "Content-Type: text/plain\r\n", "\uFEFF" + TOKEN);
        Script drip = socket -> {
            socket.setTcpNoDelay(true);
            for (byte b : answer.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                socket.getOutputStream().write(b);
                socket.getOutputStream().flush();
            }
        };
        try (RawServer server = playing(drip)) {
            assertThat(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                            .send(REQUEST)
                            .block()
                            .accessToken()
                            .value())
                    .isEqualTo("t1");
        }
    }

    @Test
    void an_answer_that_ends_with_its_connection_is_read() throws Exception {
        try (RawServer server = playing(then("HTTP/1.1 200 OK\r\n\r\n" + TOKEN, closing()))) {
            assertThat(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                            .send(REQUEST)
                            .block()
                            .accessToken()
                            .value())
                    .isEqualTo("t1");
        }
    }

    @Test
    void an_answer_of_exactly_64_kib_is_read() throws Exception {
        String head = TOKEN.substring(0, TOKEN.length() - 1) + ",\"pad\":\"";
        String body = head + "x".repeat(BoundedBody.LIMIT - head.length() - 2) + "\"}";
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10000\r\n" + body + "\r\n0\r\n\r\n";
        try (RawServer server = playing(json(200, body), text(chunked), json(200, body + " "))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            assertThat(endpoint.send(REQUEST).extras().get("pad")).hasSizeGreaterThan(65_000);
            assertThat(endpoint.send(REQUEST).extras().get("pad")).hasSizeGreaterThan(65_000);
            assertThat(catchThrowableOfType(Malformed.class, () -> endpoint.send(REQUEST)))
                    .hasMessageContaining("is larger than 64 KiB");
        }
    }

    static Stream<Arguments> oversized() {
        return Stream.of(
                arguments(text("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n{")),
                arguments(text("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + " ".repeat(65_537))),
                arguments(then("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", endlessChunks())));
    }

    @ParameterizedTest
    @MethodSource("oversized")
    void a_connection_with_too_large_an_answer_is_closed_and_not_used_again(Script script) throws Exception {
        try (RawServer server = playing(script, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            assertThat(catchThrowableOfType(Malformed.class, () -> endpoint.send(REQUEST)))
                    .isNotNull();
            assertThat(endpoint.send(REQUEST).accessToken().value()).isEqualTo("t1");

            assertThat(server.sawClientClose()).isTrue();
            assertThat(server.requests.stream().map(RawServer.Received::connection))
                    .containsExactly(1, 2);
        }
    }

    static Stream<Arguments> hangs() {
        return Stream.of(
                arguments("before the answer", hanging()),
                arguments("within the head", text("HTTP/1.1 200 OK\r\nContent-Type: a")),
                arguments("within the body", text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access_token\":")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hangs")
    void cancelling_closes_the_connection(String name, Script script) throws Exception {
        try (RawServer server = playing(script, json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD));

            Disposable hanging = endpoint.subscribe(REQUEST);
            server.next();
            hanging.dispose();

            assertThat(server.sawClientClose()).isTrue();
            assertThat(endpoint.send(REQUEST).accessToken().value()).isEqualTo("t1");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_host_that_cannot_be_resolved_is_told_so() {
        NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(URI.create("https://idp.invalid/token"), Dialect.STANDARD)
                .withHttpClient(client -> client.resolver(spec -> spec.queryTimeout(Duration.ofMillis(100))));

        assertThat(failure(endpoint))
                .isInstanceOf(Unreachable.class)
                .hasMessage("the host of https://idp.invalid cannot be resolved")
                .hasCauseInstanceOf(UnknownHostException.class);
    }

    @Test
    void a_port_where_nobody_listens_is_told_so() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThat(failure(NettyTokenEndpoint.of(URI.create("http://127.0.0.1:" + port + "/token"), Dialect.STANDARD)))
                .isInstanceOf(Unreachable.class)
                .hasMessage("http://127.0.0.1:" + port + " cannot be connected to");
    }

    @Test
    void a_response_timeout_of_the_clients_own_is_told_as_one() throws Exception {
        try (RawServer server = playing(hanging())) {
            StepVerifier.create(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                            .withHttpClient(client -> client.responseTimeout(Duration.ofMillis(50)))
                            .send(REQUEST))
                    .expectErrorSatisfies(e -> assertThat(e)
                            .isInstanceOf(Unreachable.class)
                            .hasMessageContaining("did not answer in time"))
                    .verify(Duration.ofSeconds(10));
        }
    }

    @Test
    void the_connect_timeout_is_two_seconds_unless_said_otherwise() {
        NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(URI.create("https://idp.example"), Dialect.STANDARD);

        assertThat(connectTimeout(endpoint)).isEqualTo(2_000);
        assertThat(connectTimeout(endpoint.withConnectTimeout(Duration.ofMillis(150))))
                .isEqualTo(150);
        assertThat(connectTimeout(endpoint.withConnectTimeout(Duration.ofDays(1_000))))
                .isEqualTo(Integer.MAX_VALUE);
    }

    private static Object connectTimeout(NettyTokenEndpoint endpoint) {
        Object[] found = new Object[1];
        endpoint.withHttpClient(client -> {
            found[0] = client.configuration().options().get(ChannelOption.CONNECT_TIMEOUT_MILLIS);
            return client;
        });
        return found[0];
    }

    private static TokenException failure(NettyTokenEndpoint endpoint) {
        return catchThrowableOfType(
                TokenException.class, () -> endpoint.send(REQUEST).block(Duration.ofSeconds(10)));
    }

    private static void assertNoSecret(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            assertThat(each.toString()).doesNotContain("s3cret");
        }
    }

    private static Script then(String raw, Script next) {
        return socket -> {
            write(socket, raw);
            next.play(socket);
        };
    }

    private static Script endlessChunks() {
        return socket -> {
            while (true) {
                write(socket, "1000\r\n" + " ".repeat(0x1000) + "\r\n");
            }
        };
    }

    private static Arguments fault(
            String name, Script script, Class<? extends TokenException> kind, int status, String words) {
        return arguments(name, script, kind, status, words);
    }
}
