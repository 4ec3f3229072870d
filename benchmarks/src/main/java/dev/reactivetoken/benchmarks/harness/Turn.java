package dev.reactivetoken.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * The turn of this JVM: {@link #begin} waits for it, {@link #end} passes it on. Each thread of a benchmark calls both,
 * in {@code Level.Iteration} methods of a state of {@code Scope.Thread}.
 */
public final class Turn {

    static final String PORT = "benchmarks.turns";

    static final int READY = 'r';
    static final int GO = 'g';
    static final int DONE = 'd';
    static final int CONTINUE = 'c';

    private static Socket turns;
    private static int threads;

    private Turn() {}

    /** Returns when no other JVM measures. */
    public static synchronized void begin() {
        if (threads++ == 0) {
            exchange(READY, GO);
        }
    }

    /** After the last thread of this JVM has called it, the next JVM measures. */
    public static synchronized void end() {
        if (--threads == 0) {
            exchange(DONE, CONTINUE);
        }
    }

    private static void exchange(int sent, int expected) {
        try {
            if (turns == null) {
                turns = new Socket(InetAddress.getLoopbackAddress(), Integer.getInteger(PORT));
            }
            turns.getOutputStream().write(sent);
            if (turns.getInputStream().read() != expected) {
                throw new IOException("the run was given up");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
