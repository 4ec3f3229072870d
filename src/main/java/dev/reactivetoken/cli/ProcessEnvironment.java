package dev.reactivetoken.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** What a command reads besides its arguments. */
interface ProcessEnvironment {

    /** An environment variable; null when it is not set or empty. */
    @Nullable
    String variable(String name);

    /** What is typed without echo; null without a terminal. */
    char @Nullable [] prompt(String text);

    static ProcessEnvironment ofThisProcess() {
        return new ProcessEnvironment() {
            @Override
            public @Nullable String variable(String name) {
                String value = System.getenv(name);
                return value == null || value.isEmpty() ? null : value;
            }

            @Override
            public char @Nullable [] prompt(String text) {
                Console console = Terminal.console();
                return console == null ? null : console.readPassword("%s", text);
            }
        };
    }
}
