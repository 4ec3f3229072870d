package dev.reactivetoken.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Plays all acts and reports. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Plays what a token source goes through, against a token endpoint on this machine, over real sockets: a crowd"
                    + " on a cold start, expiries under load, a secret reset, outages.",
            "Every act has promises. The demo ends with a table, and with status 1 if one of them was not kept. It"
                    + " takes about 40 seconds."
        },
        footerHeading = "%nWith --json standard output is one line, the table goes to standard error:%n",
        footer = "  {\"acts\":[{\"name\":\"cold crowd\",\"callers\":100000,\"tokenRequests\":1,\"failed\":0,%n"
                + "            \"maxWaitMillis\":912,\"kept\":true},...],\"kept\":true}")
final class DemoCommand implements Callable<Integer> {

    private final List<Scenario> acts;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Rtoken parent;

    @Option(names = "--json", description = "Print one JSON object as the last line of standard output.")
    private boolean json;

    @SuppressWarnings("NullAway") // the parent is set by picocli
    DemoCommand(List<Scenario> acts) {
        this.acts = acts;
    }

    static DemoCommand standard() {
        return new DemoCommand(List.of(
                new ColdCrowd(100_000),
                new SteadyLoad(Duration.ofSeconds(3), 5),
                new SecretReset(Duration.ofSeconds(8)),
                new Outage(Duration.ofSeconds(10)),
                new CrowdInOutage(100_000)));
    }

    List<Scenario> acts() {
        return acts;
    }

    @Override
    public Integer call() throws Exception {
        return play(json || parent.json());
    }

    int play(boolean asJson) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Marks marks = Marks.ofThisTerminal();
        Ansi ansi = spec.commandLine().getColorScheme().ansi();
        Summary summary = play(new Progress(err, Terminal.isLive(), marks, ansi));
        PrintWriter people = asJson ? err : out;
        people.println();
        people.print(summary.table(marks, ansi));
        people.flush();
        if (asJson) {
            out.println(summary.json());
            out.flush();
        }
        return summary.kept() ? ExitCode.OK : ExitCode.PROMISE_BROKEN;
    }

    private Summary play(Progress progress) throws Exception {
        long began = System.nanoTime();
        List<ScenarioResult> verdicts = new ArrayList<>();
        try (progress) {
            for (Scenario act : acts) {
                try (ScenarioEnvironment stage = new ScenarioEnvironment()) {
                    progress.begins(act);
                    ScenarioResult verdict = act.play(stage, progress);
                    progress.ends(verdict);
                    verdicts.add(verdict);
                }
            }
        }
        return new Summary(verdicts, Duration.ofNanos(System.nanoTime() - began));
    }
}
