package dev.reactivetoken.cli;

import dev.reactivetoken.cli.demo.Demo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Runs the command within this JVM, with variables and console input given by the test. */
final class Cli implements ProcessEnvironment {

    final Map<String, String> variables = new HashMap<>();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    String typed;
    String prompted;

    Cli with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    int run(String... args) {
        return run(Demo.standard(), args);
    }

    int run(Demo demo, String... args) {
        CommandLine line = Rtoken.commandLine(this, demo);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    List<String> errLines() {
        return Arrays.asList(err().split("\\R"));
    }

    @Override
    public String variable(String name) {
        return variables.get(name);
    }

    @Override
    public char[] prompt(String text) {
        prompted = text;
        return typed == null ? null : typed.toCharArray();
    }
}
