package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TokenServerFaultTest {

    private static final String GOOD =
            "grant_type=client_credentials&scope=ess:account:read&client_id=id&client_secret=secret";

    private final TokenServer server =
            TokenServer.builder().client("id", "secret", "ess:account:read").start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_next_requests_meet_the_fault_and_then_all_is_well() {
        server.fault(Fault.status(503), 2);
        server.fault(Fault.error(400, "invalid_scope", null), 1);
        assertThat(Stream.generate(() -> ask().statusCode()).limit(4)).containsExactly(503, 503, 400, 200);
        assertThat(server.counts()).isEqualTo(new Counts(4, 1, 0, 3, 1, 0, 0, 0));
    }

    @Test
    void a_fault_without_a_number_lasts_until_it_is_cleared() {
        server.fault(Fault.status(500));
        assertThat(Stream.generate(() -> ask().statusCode()).limit(5)).containsOnly(500);
        server.clearFaults();
        assertThat(ask().statusCode()).isEqualTo(200);
        assertThatIllegalArgumentException().isThrownBy(() -> server.fault(Fault.hang(), 0));
    }

    static Stream<Answered> answered() {
        URI elsewhere = URI.create("http://127.0.0.1:1/token");
        return Stream.of(
                new Answered(Fault.status(503), 503, "", ""),
                new Answered(Fault.status(429, Duration.ofSeconds(7)), 429, "Retry-After: 7", ""),
                new Answered(
                        Fault.error(401, "invalid_client", "no \"such\"\nclient"),
                        401,
                        "Content-Type: application/json;charset=UTF-8",
                        "{\"error\":\"invalid_client\",\"error_description\":\"no \\\"such\\\"\\u000aclient\"}"),
                new Answered(Fault.error(400, "invalid_grant", null), 400, "", "{\"error\":\"invalid_grant\"}"),
                new Answered(Fault.garbageJson(), 200, "Content-Type: application/json;charset=UTF-8", "expires_in =>"),
                new Answered(Fault.html(), 200, "Content-Type: text/html;charset=UTF-8", "<html>"),
                new Answered(Fault.contentType("text/plain"), 200, "Content-Type: text/plain", "\"access_token\":\""),
                new Answered(Fault.redirect(elsewhere), 307, "Location: " + elsewhere, ""),
                new Answered(Fault.body(418, "text/x", "tea"), 418, "Content-Type: text/x", "tea"),
                new Answered(
                        Fault.drip(Duration.ofMillis(1)),
                        200,
                        "Cache-Control: no-store",
                        "\"scope\":\"ess:account:read\"}"),
                new Answered(
                        Fault.oversize(70_000),
                        200,
                        "Content-Type: application/json;charset=UTF-8",
                        "aaa\",\"expires_in\":3600,\"token_type\":\"Bearer\"}"));
    }

    @ParameterizedTest
    @MethodSource
    void answered(Answered it) {
        server.fault(it.fault(), 1);
        HttpResponse<String> answer = ask();
        assertThat(answer.statusCode()).isEqualTo(it.status());
        assertThat(answer.body()).contains(it.body());
        if (!it.header().isEmpty()) {
            String[] header = it.header().split(": ", 2);
            assertThat(answer.headers().firstValue(header[0])).hasValue(header[1]);
        }
        assertThat(ask().statusCode()).as("afterwards").isEqualTo(200);
        assertThat(server.counts().inFlight()).isZero();
    }

    @Test
    void oversize_is_as_large_as_it_was_asked_to_be() {
        server.fault(Fault.oversize(1), 1);
        assertThat(Http.member(ask().body(), "access_token")).isEqualTo("a");
        server.fault(Fault.oversize(5_000_000), 1);
        assertThat(Http.member(ask().body(), "access_token").length()).isBetween(5_000_000, 5_016_384);
    }

    @Test
    void retry_after_can_be_a_date() {
        server.fault(Fault.statusWithRetryAfterDate(503, Duration.ofSeconds(100)), 1);
        String date = ask().headers().firstValue("Retry-After").orElseThrow();
        ZonedDateTime then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(Duration.between(ZonedDateTime.now(), then))
                .isBetween(Duration.ofSeconds(90), Duration.ofSeconds(101));
        assertThat(date).matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
    }

    @Test
    void delay_is_the_right_answer_later() {
        server.fault(Fault.delay(Duration.ofMillis(200)), 1);
        long start = System.nanoTime();
        assertThat(ask().statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(190));
        assertThat(server.counts().granted()).isEqualTo(1);
    }

    @Test
    void drip_sends_the_body_byte_by_byte() throws Exception {
        server.fault(Fault.drip(Duration.ofMillis(20)), 1);
        try (Socket socket = requested()) {
            byte[] buffer = new byte[1024];
            int head = socket.getInputStream().read(buffer);
            assertThat(new String(buffer, 0, head))
                    .startsWith("HTTP/1.1 200 OK")
                    .doesNotContain("scope");
            assertThat(socket.getInputStream().read(buffer)).isLessThan(20);
            assertThat(server.counts().inFlight()).isEqualTo(1);
        }
        awaitNoneInFlight();
    }

    @Test
    void hang_never_answers_and_is_in_flight_until_the_client_is_gone() throws Exception {
        server.fault(Fault.hang(), 1);
        try (Socket socket = requested()) {
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.counts().inFlight()).isEqualTo(1);
        }
        awaitNoneInFlight();
    }

    @Test
    void reset_is_a_tcp_reset_before_any_byte() throws Exception {
        server.fault(Fault.reset(), 1);
        try (Socket socket = requested()) {
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        awaitNoneInFlight();
    }

    @Test
    void half_body_ends_in_the_middle_of_what_it_promised() throws Exception {
        server.fault(Fault.halfBody(), 1);
        try (Socket socket = requested()) {
            String[] answer = Http.readToEnd(socket).split("\r\n\r\n", 2);
            int promised = Integer.parseInt(answer[0].replaceFirst("(?s).*Content-Length: (\\d+).*", "$1"));
            assertThat(answer[0]).startsWith("HTTP/1.1 200 OK");
            assertThat(answer[1]).startsWith("{\"access_token\":").hasSize(promised / 2);
        }
        awaitNoneInFlight();
    }

    @Test
    void garbage_is_no_http() throws Exception {
        server.fault(Fault.garbage(), 1);
        try (Socket socket = requested()) {
            assertThat(Http.readToEnd(socket)).isNotEmpty().doesNotContain("HTTP/");
        }
        awaitNoneInFlight();
    }

    @Test
    void a_fault_meets_requests_that_would_be_refused_as_well() {
        server.fault(Fault.contentType("text/plain"), 1);
        assertThat(Http.form(server.tokenUri(), "").statusCode()).isEqualTo(401);
        assertThat(server.counts()).isEqualTo(new Counts(1, 0, 1, 1, 1, 0, 0, 0));
    }

    @Test
    void resources_meet_no_fault() {
        server.fault(Fault.status(503), 1);
        assertThat(Http.get(server.uri("/beta/accounts/ess")).statusCode()).isEqualTo(401);
        assertThat(ask().statusCode()).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({
        "status=503, status 503",
        "kind=status&status=503&retryAfter=5&times=10, 'status 503, retry after PT5S'",
        "kind=status&status=429&retryAfterDate=1m, 'status 429, retry at the date in PT1M'",
        "kind=delay&delay=250ms, delay PT0.25S",
        "kind=drip&pause=PT2S, drip PT2S",
        "kind=error&status=400&error=invalid_client&description=no, error 400 invalid_client",
        "kind=hang, hang",
        "kind=reset, reset",
        "kind=halfBody, halfBody",
        "kind=garbage, garbage",
        "kind=garbageJson, garbageJson",
        "kind=html, body 200 text/html;charset=UTF-8",
        "kind=oversize&bytes=99, oversize 99",
        "kind=contentType&contentType=text/plain, contentType text/plain",
        "kind=redirect&location=http://x/, redirect",
        "kind=body&status=200&contentType=a/b&body=c, body 200 a/b",
    })
    void parses(String form, String fault) {
        assertThat(Fault.parse(form)).hasToString(fault);
    }

    @Test
    void lists_the_kinds_when_it_does_not_know_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fault.parse("kind=earthquake"))
                .withMessage("kind must be one of body, contentType, delay, drip, error, garbage, garbageJson,"
                        + " halfBody, hang, html, oversize, redirect, reset, status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "kind=status",
                "status=abc",
                "status=99",
                "status=600",
                "kind=delay",
                "kind=delay&delay=soon",
                "kind=delay&delay=0",
                "kind=drip&pause=0s",
                "kind=oversize&bytes=0",
                "kind=redirect&location=%20",
                "kind=hang&kind=hang",
                "kind=%zz"
            })
    void refuses_to_parse(String form) {
        assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse(form));
    }

    private HttpResponse<String> ask() {
        return Http.form(server.tokenUri(), GOOD);
    }

    private Socket requested() throws IOException {
        Socket socket = Http.open(server.tokenUri());
        Http.write(socket, Http.rawTokenRequest(server.tokenUri(), GOOD));
        return socket;
    }

    private void awaitNoneInFlight() {
        Http.awaitInFlight(server, 0);
    }

    record Answered(Fault fault, int status, String header, String body) {

        @Override
        public String toString() {
            return fault.toString();
        }
    }
}
