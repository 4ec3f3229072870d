package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TokenServerInFlightTest {

    private static final String GOOD =
            "grant_type=client_credentials&scope=ess:account:read&client_id=id&client_secret=secret";

    private final TokenServer server =
            TokenServer.builder().client("id", "secret", "ess:account:read").start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_client_that_waits_for_each_answer_is_never_seen_twice() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sockets.add(Http.open(server.tokenUri())); // on several event loops
        }
        byte[] buffer = new byte[4096];
        for (int i = 0; i < 4_000; i++) {
            Socket socket = sockets.get(i % sockets.size());
            Http.write(socket, Http.rawTokenRequest(server.tokenUri(), GOOD));
            String answer = "";
            while (!answer.endsWith("}")) {
                answer += new String(buffer, 0, socket.getInputStream().read(buffer));
            }
        }
        for (Socket socket : sockets) {
            socket.close();
        }
        assertThat(server.counts()).isEqualTo(new Counts(4_000, 4_000, 0, 0, 1, 0, 0, 0));
    }

    @Test
    void all_that_wait_at_once_are_counted() throws Exception {
        server.fault(Fault.hang(), 50);
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Socket socket = Http.open(server.tokenUri());
            Http.write(socket, Http.rawTokenRequest(server.tokenUri(), GOOD));
            sockets.add(socket);
        }
        awaitInFlight(50);
        server.resetCounts();
        assertThat(server.counts()).isEqualTo(new Counts(0, 0, 0, 0, 50, 50, 0, 0));
        for (Socket socket : sockets) {
            socket.close();
        }
        awaitInFlight(0);
    }

    @Test
    void a_request_that_is_not_read_whole_is_not_in_flight() throws Exception {
        try (Socket socket = Http.open(server.tokenUri())) {
            String request = Http.rawTokenRequest(server.tokenUri(), GOOD);
            Http.write(socket, request.substring(0, request.length() - 1));
            assertThat(Http.form(server.tokenUri(), GOOD).statusCode()).isEqualTo(200);
            assertThat(server.counts()).isEqualTo(new Counts(1, 1, 0, 0, 1, 0, 0, 0));
        }
    }

    @Test
    void a_client_that_gives_up_while_its_answer_is_delayed_is_no_longer_in_flight() throws Exception {
        server.fault(Fault.delay(Duration.ofSeconds(30)), 1);
        try (Socket socket = Http.open(server.tokenUri())) {
            Http.write(socket, Http.rawTokenRequest(server.tokenUri(), GOOD));
            awaitInFlight(1);
        }
        awaitInFlight(0);
        assertThat(server.counts().granted()).isZero();
    }

    private void awaitInFlight(int expected) {
        Http.awaitInFlight(server, expected);
    }
}
