package dev.reactivetoken.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the terminal can show. */
final class Terminal {

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Whether standard error is a terminal on which a line can be written over. */
    static boolean isLive() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noSuchLink) {
            return console() != null;
        }
    }

    /** The console of a person; null when input or output is not a terminal. */
    @SuppressWarnings("SystemConsoleNull") // null up to JDK 21; from JDK 22 on it says itself whether it is a terminal
    static @Nullable Console console() {
        Console console = System.console();
        try {
            return console == null
                            || Boolean.FALSE.equals(
                                    Console.class.getMethod("isTerminal").invoke(console))
                    ? null
                    : console;
        } catch (ReflectiveOperationException jdkBefore22) {
            return console;
        }
    }

    /** Whether standard output can show more than ASCII. */
    static boolean isUnicode() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        Charset charset = name != null && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
        return charset.newEncoder().canEncode('\u2713');
    }
}
