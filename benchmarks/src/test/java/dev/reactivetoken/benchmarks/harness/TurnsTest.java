package dev.reactivetoken.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {

    private static final int ROUNDS = 20;

    private final AtomicInteger measuring = new AtomicInteger();
    private final List<String> order = new CopyOnWriteArrayList<>();

    @Test
    void jvms_measure_one_at_a_time_and_each_once_in_a_round() throws Exception {
        try (Turns turns = new Turns()) {
            List<CompletableFuture<Void>> players =
                    List.of(player("a", turns.port()), player("b", turns.port()), player("c", turns.port()));
            turns.run(players.size(), ROUNDS);
            players.forEach(CompletableFuture::join);
        }
        assertThat(order).hasSize(3 * ROUNDS);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(order.subList(3 * round, 3 * round + 3)).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void a_jvm_that_ends_early_ends_the_run_of_all() throws Exception {
        try (Turns turns = new Turns();
                Socket leaves = new Socket(InetAddress.getLoopbackAddress(), turns.port())) {
            leaves.close();
            assertThatThrownBy(() -> turns.run(1, 1)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closing_ends_a_run_that_waits_for_a_jvm() throws Exception {
        Turns turns = new Turns();
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                turns.run(1, 1);
            } catch (IOException expected) {
                throw new IllegalStateException(expected);
            }
        });
        turns.close();
        assertThatThrownBy(run::join).hasRootCauseInstanceOf(IOException.class);
    }

    private CompletableFuture<Void> player(String name, int port) {
        return CompletableFuture.runAsync(
                () -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                        for (int round = 0; round < ROUNDS; round++) {
                            exchange(socket, Turn.READY, Turn.GO);
                            assertThat(measuring.incrementAndGet()).isEqualTo(1);
                            order.add(name);
                            measuring.decrementAndGet();
                            exchange(socket, Turn.DONE, Turn.CONTINUE);
                        }
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> new Thread(work, name).start());
    }

    private static void exchange(Socket socket, int sent, int expected) throws IOException {
        socket.getOutputStream().write(sent);
        assertThat(socket.getInputStream().read()).isEqualTo(expected);
    }
}
