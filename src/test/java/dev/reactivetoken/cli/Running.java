package dev.reactivetoken.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command that runs until it is interrupted, as by Ctrl-C. */
final class Running implements AutoCloseable {

    private final Cli cli;
    private final FutureTask<Integer> running;
    private final Thread thread;

    Running(Cli cli, String... arguments) {
        this.cli = cli;
        this.running = new FutureTask<>(() -> cli.run(arguments));
        this.thread = new Thread(running, "running");
        thread.start();
    }

    /** Waits until the command prints this; returns the first group. */
    String find(String pattern) throws Exception {
        Pattern compiled = Pattern.compile(pattern);
        String[] found = new String[1];
        boolean came = Await.until(() -> {
            Matcher matcher = compiled.matcher(cli.out() + cli.err());
            found[0] = matcher.find() ? matcher.group(1) : null;
            return found[0] != null;
        });
        assertThat(came).as("%s in %s %s", pattern, cli.out(), cli.err()).isTrue();
        return found[0];
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits for its end. */
    int status() throws Exception {
        return running.get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        interrupt();
        status();
    }
}
