package dev.reactivetoken.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Help.Ansi;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Says what is going on: a line when an act begins, a line when it ends, and a live one in between on a terminal. */
final class Progress implements AutoCloseable {

    private static final long PERIOD_MILLIS = 200;
    private static final int WIDTH = 79;
    private static final String REWRITE = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean live;
    private final Marks marks;
    private final Ansi ansi;
    private final Scheduler clock = Schedulers.newSingle("progress", true);
    private Disposable ticking = Disposables.disposed();
    private long began;
    private volatile Supplier<String> news = () -> "";
    private volatile String note = "";

    Progress(PrintWriter out, boolean live, Marks marks, Ansi ansi) {
        this.out = out;
        this.live = live;
        this.marks = marks;
        this.ansi = ansi;
    }

    void begins(Scenario act) {
        began = System.nanoTime();
        news = () -> "";
        note = "";
        say(ansi.string("@|bold " + marks.act() + " " + act.name() + "|@"));
        say(wrapped(act.promise()));
        if (live) {
            ticking = clock.schedulePeriodically(this::rewrite, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What the live line says, asked for several times a second. */
    void watch(Supplier<String> line) {
        news = line;
    }

    /** What is happening right now. */
    void note(String text) {
        note = text;
    }

    void ends(ScenarioResult verdict) {
        ticking.dispose();
        String text = String.format(
                Locale.ROOT,
                "  %s %,d callers, %,d token request%s, %s; longest wait %,d ms (%.1f s)",
                marks.of(verdict.kept()),
                verdict.callers(),
                verdict.tokenRequests(),
                verdict.tokenRequests() == 1 ? "" : "s",
                verdict.failing()
                        ? String.format(Locale.ROOT, "%,d told so", verdict.failed())
                        : String.format(Locale.ROOT, "%,d failed", verdict.failed()),
                verdict.maxWaitMillis(),
                elapsed().toMillis() / 1000.0);
        say((live ? REWRITE : "") + ansi.string("@|" + (verdict.kept() ? "green" : "red") + " " + text + "|@"));
        verdict.broken().forEach(each -> say("    ! " + each));
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
                news.get(),
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
