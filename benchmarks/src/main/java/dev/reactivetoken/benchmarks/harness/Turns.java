package dev.reactivetoken.benchmarks.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Lets JVMs that run side by side measure one at a time: round after round, in each round every one of them once, in
 * random order. A machine that slows down for a moment slows all subjects of that round.
 */
final class Turns implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
    private final List<Socket> players = new ArrayList<>();
    private final Random random = new Random(1);

    Turns() throws IOException {}

    int port() {
        return server.getLocalPort();
    }

    /** Waits for so many JVMs, then lets each of them measure so many times. */
    void run(int jvms, int rounds) throws IOException {
        players.clear();
        for (int i = 0; i < jvms; i++) {
            players.add(server.accept());
        }
        for (int round = 1; round <= rounds; round++) {
            Collections.shuffle(players, random);
            for (Socket player : players) {
                expect(player, Turn.READY);
                answer(player, Turn.GO);
                expect(player, Turn.DONE);
                if (round < rounds) {
                    answer(player, Turn.CONTINUE);
                }
            }
        }
        for (Socket player : players) { // not sooner: what follows, an end and a start of a JVM, takes processor time
            answer(player, Turn.CONTINUE);
        }
    }

    private static void expect(Socket player, int signal) throws IOException {
        if (player.getInputStream().read() != signal) {
            throw new IOException("a JVM ended before its last turn");
        }
    }

    private static void answer(Socket player, int signal) throws IOException {
        player.getOutputStream().write(signal);
    }

    /** Ends {@link #run} and every JVM that waits for its turn with an {@link IOException}. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket player : List.copyOf(players)) {
            player.close();
        }
    }
}
