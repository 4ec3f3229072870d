package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.PATIENCE;
import static dev.reactivetoken.proxy.Fixture.TOKEN;
import static dev.reactivetoken.proxy.Fixture.connect;
import static dev.reactivetoken.proxy.Fixture.raw;
import static dev.reactivetoken.proxy.Fixture.readToEnd;
import static dev.reactivetoken.proxy.Fixture.readUntil;
import static dev.reactivetoken.proxy.Fixture.uri;
import static dev.reactivetoken.proxy.Fixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.resources.ConnectionProvider;

class BearerProxyTest {

    private final Fixture fixture = new Fixture();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    private record Seen(String line, HttpHeaders headers, String body) {}

    @AfterEach
    void close() {
        fixture.close();
    }

    private URI remembering() {
        return fixture.upstream((request, response) ->
                remember(request).then(response.sendString(Mono.just("hello")).then()));
    }

    private Mono<Seen> remember(HttpServerRequest request) {
        return request.receive()
                .aggregate()
                .asString()
                .defaultIfEmpty("")
                .map(body -> new Seen(
                        request.method() + " " + request.uri(),
                        request.requestHeaders().copy(),
                        body))
                .doOnNext(seen::add);
    }

    private Seen next() throws InterruptedException {
        return Objects.requireNonNull(seen.poll(30, TimeUnit.SECONDS));
    }

    private static String get(String target, String... headers) {
        return "GET " + target + " HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
    }

    @Test
    void attaches_the_token_and_forwards_what_it_was_sent() throws Exception {
        URI upstream = remembering();

        String answer = raw(fixture.proxy(upstream), get("/a", "X-Own: 1", "X-Own: 2", "Cookie: a=b"));

        assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").contains("hello");
        HttpHeaders headers = next().headers();
        assertThat(headers.get("Authorization")).isEqualTo(TOKEN);
        assertThat(headers.get("Host")).isEqualTo(upstream.getAuthority());
        assertThat(headers.getAll("X-Own")).containsExactly("1", "2");
        assertThat(headers.get("Via")).startsWith("1.1 rtoken-");
        assertThat(headers.names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder("authorization", "host", "x-own", "via", "cookie");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a%2Fb/../c;d=e?f=g%20h&i=%zz",
                "//double//slash",
                "/?",
                "/{curly}|pipe^caret",
                "/a?q=a+b#fragment",
                "/%E4%BD%A0",
                "/-/other"
            })
    void passes_the_target_on_byte_for_byte(String target) throws Exception {
        raw(fixture.proxy(remembering()), get(target));

        assertThat(next().line()).isEqualTo("GET " + target);
    }

    @Test
    void puts_the_upstreams_own_path_before() throws Exception {
        URI upstream = remembering();

        raw(fixture.proxy(upstream.resolve("/api/v1/")), get("/a%2Fb?c"));

        assertThat(next().line()).isEqualTo("GET /api/v1/a%2Fb?c");
    }

    @Test
    void takes_the_path_out_of_a_whole_url_and_refuses_other_targets() throws Exception {
        BearerProxy proxy = fixture.proxy(remembering());

        raw(proxy, get("http://elsewhere.example:99/a?b"));
        raw(proxy, get("http://elsewhere.example?b"));
        raw(proxy, get("http://elsewhere.example"));

        assertThat(next().line()).isEqualTo("GET /a?b");
        assertThat(next().line()).isEqualTo("GET /?b");
        assertThat(next().line()).isEqualTo("GET /");
        assertThat(raw(proxy, "OPTIONS * HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
        assertThat(raw(proxy, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 501");
    }

    @Test
    void keeps_to_itself_what_concerns_one_connection() throws Exception {
        URI upstream = fixture.upstream((request, response) -> remember(request)
                .then(response.header("Connection", "X-Reply-Hop")
                        .header("X-Reply-Hop", "1")
                        .header("Keep-Alive", "timeout=5")
                        .header("Proxy-Authenticate", "Basic")
                        .header("X-Reply", "2")
                        .sendString(Mono.just("hello"))
                        .then()));

        String answer = raw(
                fixture.proxy(upstream),
                get(
                        "/",
                        "Connection: x-hop, Authorization, content-length, host",
                        "X-Hop: 1",
                        "Keep-Alive: 5",
                        "Proxy-Authorization: Basic x",
                        "Proxy-Connection: close",
                        "TE: gzip, trailers",
                        "X-End: 2"));

        assertThat(answer).contains("X-Reply: 2").doesNotContain("X-Reply-Hop", "timeout=5", "Proxy-");
        HttpHeaders headers = next().headers();
        assertThat(headers.names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder("authorization", "host", "via", "x-end", "te", "connection");
        assertThat(headers.get("TE")).isEqualTo("trailers");
        assertThat(headers.get("Authorization")).isEqualTo(TOKEN);
    }

    @Test
    void refuses_an_authorization_of_the_clients_own() throws Exception {
        BearerProxy proxy = fixture.proxy(remembering());

        String answer = raw(proxy, get("/", "Authorization: Basic b3du"));

        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "\"status\":400")
                .doesNotContain("b3du");
        assertThat(seen).isEmpty();
    }

    @Test
    void replaces_it_if_told_so() throws Exception {
        BearerProxy proxy =
                fixture.proxy(remembering(), options -> options.clientAuthorization(ClientAuthorization.REPLACE));

        raw(proxy, get("/", "Authorization: Basic b3du", "Authorization: Basic second"));

        assertThat(next().headers().getAll("Authorization")).containsExactly(TOKEN);
    }

    @Test
    void streams_bodies_both_ways_whatever_delimits_them() throws Exception {
        URI upstream = fixture.upstream((request, response) ->
                response.sendString(remember(request).flatMapMany(one -> Flux.just("<", one.body(), ">"))));
        BearerProxy proxy = fixture.proxy(upstream);

        assertThat(raw(proxy, "POST / HTTP/1.1\r\nHost: p\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"))
                .contains("<", "abc", ">");
        assertThat(next().headers().get("Content-Length")).isEqualTo("3");
        assertThat(raw(
                        proxy,
                        "PUT / HTTP/1.1\r\nHost: p\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"))
                .contains("<", "abc", ">");
        assertThat(next().headers().get("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(raw(proxy, "GET / HTTP/1.1\r\nHost: p\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc"))
                .contains("<", "abc", ">");
        assertThat(next().headers().get("Content-Length")).isEqualTo("3");
        assertThat(raw(proxy, "POST / HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n"))
                .contains("<", ">");
        Seen empty = next();
        assertThat(empty.headers().get("Content-Length")).isEqualTo("0");
        assertThat(empty.headers().contains("Transfer-Encoding")).isFalse();
    }

    @Test
    void answers_an_old_client_without_chunks() throws Exception {
        URI upstream = fixture.upstream((request, response) -> response.sendString(Flux.just("one", "two")));

        assertThat(raw(fixture.proxy(upstream), "GET / HTTP/1.0\r\n\r\n"))
                .endsWith("\r\n\r\nonetwo")
                .doesNotContainIgnoringCase("chunked");
    }

    @Test
    void an_answer_that_has_no_body_has_none() throws Exception {
        URI upstream = fixture.upstream((request, response) -> switch (request.uri()) {
            case "/204" -> response.status(204).send();
            case "/304" -> response.status(304).header("ETag", "x").send();
            case "/head" -> response.header("Content-Length", "1000").send();
            default -> response.sendString(Mono.just("body"));
        });
        BearerProxy proxy = fixture.proxy(upstream);

        try (Socket socket = connect(proxy)) { // one connection: a surplus body would be read as the next response
            write(socket, "GET /204 HTTP/1.1\r\nHost: p\r\n\r\n");
            assertThat(readUntil(socket.getInputStream(), "\r\n\r\n"))
                    .startsWith("HTTP/1.1 204")
                    .doesNotContainIgnoringCase("transfer-encoding");
            write(socket, "GET /304 HTTP/1.1\r\nHost: p\r\n\r\n");
            assertThat(readUntil(socket.getInputStream(), "\r\n\r\n"))
                    .startsWith("HTTP/1.1 304")
                    .containsIgnoringCase("etag: x");
            write(socket, "HEAD /head HTTP/1.1\r\nHost: p\r\n\r\n");
            assertThat(readUntil(socket.getInputStream(), "\r\n\r\n"))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("content-length: 1000");
            write(socket, "GET /body HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n");
            assertThat(readToEnd(socket.getInputStream()))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("body");
        }
    }

    @Test
    void hands_redirects_to_the_client() throws Exception {
        URI upstream = fixture.upstream((request, response) -> remember(request)
                .then(response.status(302)
                        .header("Location", "https://elsewhere.example/x")
                        .send()));

        assertThat(raw(fixture.proxy(upstream), get("/")))
                .startsWith("HTTP/1.1 302")
                .containsIgnoringCase("location: https://elsewhere.example/x");
        assertThat(seen).hasSize(1);
    }

    @Test
    void a_client_that_waits_to_be_told_to_go_on_is_told() throws Exception {
        BearerProxy proxy = fixture.proxy(remembering());

        try (Socket socket = connect(proxy)) {
            write(
                    socket,
                    "POST / HTTP/1.1\r\nHost: p\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(readUntil(socket.getInputStream(), "\r\n\r\n")).startsWith("HTTP/1.1 100");
            write(socket, "abc");
            assertThat(readToEnd(socket.getInputStream())).startsWith("HTTP/1.1 200");
        }
        Seen one = next();
        assertThat(one.body()).isEqualTo("abc");
        assertThat(one.headers().contains("Expect")).isFalse();
    }

    @Test
    void hints_before_the_answer_are_not_taken_for_it() throws Exception {
        URI upstream = RawUpstream.answering(
                fixture,
                "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");

        assertThat(raw(fixture.proxy(upstream), get("/")))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("ok");
    }

    @Test
    void trailers_of_an_answer_reach_the_client() throws Exception {
        URI upstream = RawUpstream.answering(
                fixture,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                        + "2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");

        assertThat(raw(fixture.proxy(upstream), get("/"))).containsIgnoringCase("x-sum: 7");
    }

    @Test
    void says_502_when_the_upstream_does_not_listen() throws Exception {
        BearerProxy proxy = fixture.proxy(URI.create("http://127.0.0.1:" + RawUpstream.closedPort()));

        assertThat(raw(proxy, get("/")))
                .startsWith("HTTP/1.1 502")
                .contains("application/problem+json", "\"status\":502");
        assertThat(raw(proxy, "HEAD / HTTP/1.1\r\nHost: p\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 502")
                .endsWith("\r\n\r\n");
    }

    @Test
    void says_502_when_the_upstream_hangs_up_or_talks_nonsense() throws Exception {
        BearerProxy hangsUp = fixture.proxy(RawUpstream.answering(fixture, ""));
        BearerProxy nonsense = fixture.proxy(RawUpstream.answering(fixture, "SSH-2.0-not http\r\n\r\n"));

        assertThat(raw(hangsUp, get("/"))).startsWith("HTTP/1.1 502");
        assertThat(raw(nonsense, get("/"))).startsWith("HTTP/1.1 502");
    }

    @Test
    void a_connection_that_the_upstream_closed_meanwhile_fails_no_call_that_can_be_sent_again() throws Exception {
        ConnectionProvider one = ConnectionProvider.create("one", 1); // so that the same connection is used again
        fixture.closeAtEnd(one::dispose);
        BearerProxy proxy = fixture.proxy(
                RawUpstream.closingKeptConnections(fixture),
                options -> options.httpClient(client -> HttpClient.create(one)));

        assertThat(raw(proxy, get("/"))).startsWith("HTTP/1.1 200");
        assertThat(raw(proxy, get("/"))).startsWith("HTTP/1.1 200");
        assertThat(raw(proxy, "POST / HTTP/1.1\r\nHost: p\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 502");
    }

    @Test
    void an_answer_may_take_longer_than_that_once_it_has_begun_also_before_the_request_is_over() throws Exception {
        URI upstream = fixture.upstream((request, response) -> response.sendString(Flux.concat(
                Mono.just("begun "),
                request.receive().asByteArray().then(Mono.empty()),
                Mono.delay(Duration.ofMillis(600)).thenReturn("done"))));
        BearerProxy proxy = fixture.proxy(upstream, options -> options.responseTimeout(Duration.ofMillis(200)));

        try (Socket socket = connect(proxy)) {
            write(socket, "POST / HTTP/1.1\r\nHost: p\r\nConnection: close\r\nContent-Length: 3\r\n\r\nab");
            readUntil(socket.getInputStream(), "begun ");
            write(socket, "c");
            assertThat(readToEnd(socket.getInputStream())).contains("done");
        }
    }

    @Test
    void says_504_when_the_upstream_does_not_answer_in_time() throws Exception {
        URI upstream = fixture.upstream((request, response) -> Mono.never());
        BearerProxy proxy = fixture.proxy(upstream, options -> options.responseTimeout(Duration.ofMillis(100)));

        assertThat(raw(proxy, get("/")))
                .startsWith("HTTP/1.1 504")
                .contains("application/problem+json", "\"status\":504");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Transfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n", "Content-Length: 10\r\n\r\nbegin"})
    void an_answer_that_breaks_off_breaks_off_at_the_client_too(String begun) throws Exception {
        URI upstream = RawUpstream.answering(fixture, "HTTP/1.1 200 OK\r\n" + begun);
        BearerProxy proxy = fixture.proxy(upstream);

        for (String version : List.of("1.0", "1.1")) {
            try (Socket socket = connect(proxy)) {
                write(socket, "GET / HTTP/" + version + "\r\nHost: p\r\nConnection: close\r\n\r\n");
                assertThatThrownBy(() -> readToEnd(socket.getInputStream()))
                        .as("reset, as opposed to ended")
                        .isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void an_upload_that_breaks_off_does_not_look_whole_to_the_upstream() throws Exception {
        BlockingQueue<String> ends = new LinkedBlockingQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        URI upstream = fixture.upstream((request, response) -> request.receive()
                .doOnNext(part -> begun.countDown())
                .doOnError(broken -> ends.add("broken"))
                .doOnComplete(() -> ends.add("whole"))
                .then());
        BearerProxy proxy = fixture.proxy(upstream);

        try (Socket socket = connect(proxy)) {
            write(socket, "POST / HTTP/1.1\r\nHost: p\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegin\r\n");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(ends.poll(30, TimeUnit.SECONDS)).isEqualTo("broken");
    }

    @Test
    void a_client_that_leaves_ends_the_exchange_with_the_upstream() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        URI upstream = fixture.upstream((request, response) -> {
            response.withConnection(connection -> connection.onDispose(left::countDown));
            asked.countDown();
            return Mono.never();
        });
        BearerProxy proxy = fixture.proxy(upstream);

        try (Socket socket = connect(proxy)) {
            write(socket, get("/"));
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_request_that_comes_back_to_it_is_not_forwarded_for_ever() throws Exception {
        URI[] back = new URI[1];
        URI middle = fixture.upstream((request, response) -> HttpClient.create()
                .headers(headers -> headers.set("Via", request.requestHeaders().get("Via")))
                .get()
                .uri(back[0])
                .responseSingle((answer, body) -> Mono.just(answer.status()))
                .flatMap(status -> response.status(status).send()));
        BearerProxy proxy = fixture.proxy(middle);
        back[0] = uri(proxy, "/");

        assertThat(raw(proxy, get("/"))).startsWith("HTTP/1.1 508");
    }

    @Test
    void too_large_a_head_is_refused() throws Exception {
        BearerProxy proxy = fixture.proxy(remembering());

        assertThat(raw(proxy, get("/", "X: " + "a".repeat(BearerProxyBuilder.MAX_HEADER_SIZE))))
                .startsWith("HTTP/1.1 431");
        assertThat(seen).isEmpty();
    }

    @Test
    void listens_on_loopback_unless_told_otherwise() {
        URI upstream = URI.create("https://api.example.com");

        assertThatThrownBy(() -> fixture.proxy(upstream, options -> options.listen("0.0.0.0", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0");
        BearerProxy open =
                fixture.proxy(upstream, options -> options.listen("0.0.0.0", 0).allowRemoteClients());

        assertThat(open.address().getAddress().isAnyLocalAddress()).isTrue();
        assertThat(fixture.proxy(upstream).address().getAddress().isLoopbackAddress())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example",
                "https:///x",
                "a.example",
                "https://u:p@a.example",
                "https://a.example?q",
                "https://a.example#f"
            })
    void refuses_what_is_no_upstream(String uri) {
        assertThatThrownBy(() -> fixture.proxy(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the upstream must be")
                .message()
                .doesNotContain("u:p");
    }

    @Test
    void stop_lets_requests_in_flight_finish_and_takes_no_more() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Sinks.Empty<Void> go = Sinks.empty();
        URI upstream = fixture.upstream((request, response) -> {
            asked.countDown();
            return response.sendString(go.asMono().thenReturn("done"));
        });
        BearerProxy proxy = fixture.proxy(upstream, options -> options.drain(PATIENCE));

        try (Socket socket = connect(proxy)) {
            write(socket, "GET / HTTP/1.1\r\nHost: p\r\n\r\n");
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(proxy.inFlight()).isEqualTo(1);
            CountDownLatch stopped = new CountDownLatch(1);
            proxy.stop().subscribe(null, failed -> {}, stopped::countDown);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            connect(proxy).close();
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(stopped.getCount()).isEqualTo(1);
            go.tryEmitEmpty();
            assertThat(readToEnd(socket.getInputStream()))
                    .containsIgnoringCase("connection: close")
                    .endsWith("done");
            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(proxy.inFlight()).isZero();
    }
}
