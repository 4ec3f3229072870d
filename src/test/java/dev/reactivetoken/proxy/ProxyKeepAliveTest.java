package dev.reactivetoken.proxy;

import static dev.reactivetoken.proxy.Fixture.TOKEN;
import static dev.reactivetoken.proxy.Fixture.connect;
import static dev.reactivetoken.proxy.Fixture.raw;
import static dev.reactivetoken.proxy.Fixture.readUntil;
import static dev.reactivetoken.proxy.Fixture.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A connection that is used again, by a pipelining client and by the proxy. */
class ProxyKeepAliveTest {

    private static final int PARTS = 100;

    private final Fixture fixture = new Fixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_upload_right_behind_another_request_is_read_to_its_end() throws Exception {
        Sinks.One<String> first = Sinks.one();
        URI upstream = fixture.upstream((request, response) -> request.uri().equals("/first")
                ? response.sendString(first.asMono())
                : response.sendString(request.receive().aggregate().asString().map(body -> "got " + body.length())));

        try (Socket socket = connect(fixture.proxy(upstream))) {
            InputStream in = socket.getInputStream();
            write(
                    socket,
                    "GET /first HTTP/1.1\r\nHost: a\r\n\r\nPOST /second HTTP/1.1\r\nHost: a\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\na\r\n".repeat(PARTS));
            first.tryEmitValue("done");
            readUntil(in, "done");
            write(socket, "1\r\na\r\n".repeat(PARTS) + "0\r\n\r\n");

            assertThat(readUntil(in, "got 200")).contains(" 200 OK");
        }
    }

    @Test
    void a_request_that_was_answered_at_once_behind_another_one_does_not_end_the_connection() throws Exception {
        Sinks.One<String> first = Sinks.one();
        URI upstream = fixture.upstream((request, response) ->
                response.sendString(request.uri().equals("/first") ? first.asMono() : Mono.just("third")));

        try (Socket socket = connect(fixture.proxy(upstream))) {
            InputStream in = socket.getInputStream();
            write(socket, "GET /first HTTP/1.1\r\nHost: a\r\n\r\nGET /-/health HTTP/1.1\r\nHost: a\r\n\r\n");
            first.tryEmitValue("done");
            readUntil(in, "UP");
            write(socket, "GET /third HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(readUntil(in, "third")).contains(" 200 OK");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 0", "POST, 0", "POST, 2"})
    void a_request_that_is_sent_again_since_its_connection_was_gone_has_all_of_its_headers(String method, int length)
            throws Exception {
        URI upstream = fixture.upstream((request, response) ->
                response.sendString(Mono.just(request.requestHeaders().get("Authorization") + " "
                        + request.requestHeaders().get("Cookie"))));
        AtomicBoolean gone = new AtomicBoolean();
        BearerProxy proxy = fixture.proxy(
                upstream,
                options -> options.httpClient(client -> client.doOnRequest((request, connection) -> {
                    if (gone.compareAndSet(false, true)) {
                        connection.channel().close();
                    }
                })));

        String answer = raw(
                proxy,
                method + " / HTTP/1.1\r\nHost: a\r\nCookie: b=c\r\nContent-Length: " + length
                        + "\r\nConnection: close\r\n\r\n" + "x".repeat(length));

        assertThat(gone).isTrue();
        assertThat(answer).contains(" 200 OK").endsWith(TOKEN + " b=c");
    }
}
