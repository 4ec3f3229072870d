package dev.reactivetoken.cli;

import dev.reactivetoken.proxy.BearerProxy;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Stops a gateway: requests in flight may end, and a stop that takes long is reported. Running it again does nothing. */
record GracefulStop(BearerProxy proxy, Duration limit, PrintWriter err) implements Runnable {

    private static final Duration SILENT = Duration.ofSeconds(2);

    /** Time to close what is left after the drain. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    @Override
    public void run() {
        CompletableFuture<Void> stopped = proxy.stop().toFuture();
        if (!ends(stopped, SILENT)) {
            int inFlight = proxy.inFlight();
            if (inFlight > 0) {
                say("stopping: " + inFlight + " requests in flight have up to " + limit.toSeconds() + " s to end");
            }
            ends(stopped, limit.plus(CLOSING));
        }
        int dropped = proxy.inFlight();
        if (dropped > 0) {
            say(dropped + " requests were dropped: they did not end within " + limit.toSeconds() + " s");
        }
    }

    private static boolean ends(CompletableFuture<Void> stopped, Duration within) {
        boolean interrupted = Thread.interrupted();
        try {
            stopped.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | InterruptedException goesOn) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void say(String what) {
        err.println("rtoken: " + what);
        err.flush();
    }
}
