package dev.reactivetoken.cli.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Prints a line when a scenario begins, one when it ends and, on a terminal, one in between that is rewritten. */
final class Progress implements AutoCloseable {

    private static final long PERIOD_MILLIS = 200;
    private static final int WIDTH = 79;
    private static final String REWRITE = "\r\u001B[K";

    private final PrintWriter out;
    private final Display display;
    private final Scheduler clock = Schedulers.newSingle("progress", true);
    private Disposable ticking = Disposables.disposed();
    private long began;
    private volatile Supplier<String> status = () -> "";
    private volatile String note = "";

    Progress(PrintWriter out, Display display) {
        this.out = out;
        this.display = display;
    }

    void begin(Scenario scenario) {
        began = System.nanoTime();
        status = () -> "";
        note = "";
        say(display.bold(display.bullet() + " " + scenario.name()));
        say(wrapped(scenario.promise()));
        if (display.live()) {
            ticking = clock.schedulePeriodically(this::rewrite, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The text of the live line, asked for several times a second. */
    void watch(Supplier<String> line) {
        status = line;
    }

    /** What is happening now, added to the live line. */
    void note(String text) {
        note = text;
    }

    void end(ScenarioResult result) {
        ticking.dispose();
        String text = String.format(
                Locale.ROOT,
                "  %s %,d callers, %,d token request%s, %s; longest wait %,d ms (%.1f s)",
                display.mark(result.passed()),
                result.callers(),
                result.tokenRequests(),
                result.tokenRequests() == 1 ? "" : "s",
                result.failuresExpected()
                        ? String.format(Locale.ROOT, "%,d told so", result.failed())
                        : String.format(Locale.ROOT, "%,d failed", result.failed()),
                result.maxWaitMillis(),
                elapsed().toMillis() / 1000.0);
        say((display.live() ? REWRITE : "") + display.coloured(result.passed(), text));
        result.unmet().forEach(each -> say("    ! " + each));
    }

    @Override
    public void close() {
        ticking.dispose();
        clock.dispose();
    }

    private static String wrapped(String sentence) {
        int blank = sentence.length() + 2 <= WIDTH ? -1 : sentence.lastIndexOf(' ', WIDTH - 2);
        return "  "
                + (blank < 0
                        ? sentence
                        : sentence.substring(0, blank)
                                + System.lineSeparator()
                                + wrapped(sentence.substring(blank + 1)));
    }

    private synchronized void rewrite() {
        if (ticking.isDisposed()) {
            return;
        }
        String text = String.format(
                Locale.ROOT,
                "  %3.0f s  %s%s",
                Math.floor(elapsed().toMillis() / 1000.0),
                status.get(),
                note.isEmpty() ? "" : "; " + note);
        out.print(REWRITE + text.substring(0, Math.min(text.length(), WIDTH)));
        out.flush();
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
