package dev.reactivetoken.endpoint;

import static dev.reactivetoken.endpoint.RawServer.closing;
import static dev.reactivetoken.endpoint.RawServer.hanging;
import static dev.reactivetoken.endpoint.RawServer.http;
import static dev.reactivetoken.endpoint.RawServer.json;
import static dev.reactivetoken.endpoint.RawServer.playing;
import static dev.reactivetoken.endpoint.RawServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.reactivetoken.endpoint.RawServer.Script;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;

class NothingSecretIsLoggedTest {

    private static final String SECRET = "cAnArY-sEcReT";
    private static final String BASIC = "Y0FuQXJZLWJBc0ljLWNyZWRlbnRpYWw=";
    private static final String TOKEN = "cAnArY-tOkEn";
    private static final String ANSWER =
            "{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"refresh_token\":\"" + TOKEN + "\"}";
    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials")
            .withScopes(List.of("read"))
            .parameter("client_secret", Secret.of(SECRET))
            .withCredential(Secret.of(SECRET))
            .header("Authorization", Secret.of("Basic " + BASIC));

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Level before = root.getLevel();
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void listen() {
        log.list = new java.util.concurrent.CopyOnWriteArrayList<>();
        log.start();
        root.iteratorForAppenders().forEachRemaining(ch.qos.logback.core.Appender::stop);
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root.setLevel(before);
        root.detachAppender(log);
        root.iteratorForAppenders().forEachRemaining(ch.qos.logback.core.Appender::start);
    }

    static Stream<Arguments> answers() {
        return Stream.<Script>of(
                        json(200, ANSWER),
                        json(400, ANSWER.replace("{", "{\"error\":\"x\",\"error_description\":\"not " + TOKEN + "\",")),
                        json(400, "{\"error\":\"invalid_client\",\"error_description\":\"not " + SECRET + "\"}"),
                        json(503, ANSWER),
                        json(200, ANSWER + TOKEN),
                        json(200, ANSWER.replace(TOKEN, TOKEN + "\\n")),
                        text(http(200, "X-Token: " + TOKEN + "\r\n", ANSWER)),
                        text(http(302, "Location: /?" + TOKEN + "\r\n", ANSWER)),
                        text(http(204, "", ANSWER)),
                        text(http(200, "", ANSWER) + http(200, "X-Token: " + TOKEN + "\r\n", ANSWER)),
                        text(ANSWER + "\r\n\r\n"),
                        text("HTTP/1.1 " + TOKEN + " OK\r\n\r\n"),
                        text(TOKEN + "/1.1 200 OK\r\n\r\n"),
                        text("HTTP/1.1 200 OK\r\n" + TOKEN + "\r\n\r\n"),
                        text("HTTP/1.1 200 OK\r\nContent-Length: " + TOKEN + "\r\n\r\n"),
                        text("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + TOKEN + "\r\n\r\n"),
                        text("HTTP/1.1 200 OK\r\nContent-Length: 70000\r\n\r\n" + ANSWER.repeat(600)),
                        socket -> {
                            RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + ANSWER);
                            socket.close();
                        },
                        closing())
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void whatever_the_answer_nothing_at_trace_shows_secret_or_token(Script script) throws Exception {
        try (RawServer server = playing(script)) {
            OneByOne endpoint = new OneByOne(NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .withHttpClient(client -> client.wiretap(true)));
            try {
                said.add(endpoint.send(REQUEST).toString());
            } catch (TokenException e) {
                addAll(e);
            }
        }
        assertNothingSecretWasSaid();
    }

    @Test
    void nor_does_a_cancelled_request() throws Exception {
        try (RawServer server = playing(hanging())) {
            Disposable hanging = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD)
                    .send(REQUEST)
                    .subscribe();
            server.next();
            hanging.dispose();
            assertThat(server.sawClientClose()).isTrue();
        }
        assertNothingSecretWasSaid();
    }

    @Test
    void nor_does_a_header_that_cannot_be_sent() throws Exception {
        try (RawServer server = playing(json(200, ANSWER))) {
            NettyTokenEndpoint endpoint = NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD);
            try {
                endpoint.send(REQUEST.header("X-Key", SECRET + "\r\n")).block();
            } catch (TokenException e) {
                addAll(e);
            }
        }
        assertThat(said).isNotEmpty();
        assertNothingSecretWasSaid();
    }

    private void assertNothingSecretWasSaid() {
        assertThat(log.list).anyMatch(event -> event.getLevel() == Level.DEBUG);
        for (ILoggingEvent event : log.list) {
            said.add(event.getFormattedMessage());
            for (IThrowableProxy each = event.getThrowableProxy(); each != null; each = each.getCause()) {
                said.add(each.getClassName() + ": " + each.getMessage());
            }
        }
        assertThat(said)
                .allSatisfy(words -> assertThat(words)
                        .doesNotContainIgnoringCase(SECRET)
                        .doesNotContainIgnoringCase(TOKEN)
                        .doesNotContain(BASIC)
                        .doesNotContain("cAnAr"));
    }

    private void addAll(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            said.add(each.toString());
        }
    }
}
