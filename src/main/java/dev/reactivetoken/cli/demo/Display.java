package dev.reactivetoken.cli.demo;

import picocli.CommandLine.Help.Ansi;

/**
 * What the reader's terminal can show.
 *
 * @param live whether a line can be written over
 * @param unicode whether it shows more than ASCII
 * @param ansi whether it shows colours
 */
public record Display(boolean live, boolean unicode, Ansi ansi) {

    String mark(boolean passed) {
        if (unicode) {
            return passed ? "\u2713" : "\u2717";
        }
        return passed ? "yes" : "NO";
    }

    String bullet() {
        return unicode ? "\u25B8" : ">";
    }

    String rule(int width) {
        return (unicode ? "\u2500" : "-").repeat(width);
    }

    String bold(String text) {
        return ansi.string("@|bold " + text + "|@");
    }

    /** Green or red. */
    String coloured(boolean passed, String text) {
        return ansi.string("@|" + (passed ? "green " : "red ") + text + "|@");
    }
}
