package dev.reactivetoken.cli;

import dev.reactivetoken.cli.demo.Demo;
import dev.reactivetoken.cli.demo.DemoReport;
import dev.reactivetoken.cli.demo.Display;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs the demo and reports. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Shows what a token source goes through, against a token endpoint on this machine, over real sockets: a crowd"
                    + " on a cold start, expiries under load, a secret reset, outages.",
            "Every scenario makes a promise. The demo ends with a table, and with status 1 if a promise was not kept."
                    + " It takes about 40 seconds."
        },
        footerHeading = "%nWith --json standard output is one line, the table goes to standard error:%n",
        footer = "  {\"acts\":[{\"name\":\"cold crowd\",\"callers\":100000,\"tokenRequests\":1,\"failed\":0,%n"
                + "            \"maxWaitMillis\":912,\"kept\":true},...],\"kept\":true}")
final class DemoCommand implements Callable<Integer> {

    private final Demo demo;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Rtoken parent;

    @Option(names = "--json", description = "Print one JSON object as the last line of standard output.")
    private boolean json;

    @SuppressWarnings("NullAway") // the parent is set by picocli
    DemoCommand(Demo demo) {
        this.demo = demo;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return run(json || parent.json());
    }

    int run(boolean asJson) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Display display = new Display(
                Terminal.isLive(),
                Terminal.isUnicode(),
                spec.commandLine().getColorScheme().ansi());
        DemoReport report = demo.run(err, display);
        PrintWriter people = asJson ? err : out;
        people.println();
        people.print(report.table(display));
        people.flush();
        if (asJson) {
            out.println(report.json());
            out.flush();
        }
        return report.passed() ? ExitCode.OK : ExitCode.DEMO_FAILED;
    }
}
