package dev.reactivetoken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The fenced blocks of the README, which its readers paste. */
public final class Readme {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");

    /** One block, with the heading above it. */
    public record Block(String heading, String language, String text) {

        @Override
        public String toString() {
            return heading + " (" + text.lines().findFirst().orElse("").strip() + ")";
        }
    }

    private Readme() {}

    public static List<Block> blocks(String language) {
        String readme = text();
        return BLOCK.matcher(readme)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> new Block(headingAbove(readme, block.start()), language, block.group(2)))
                .toList();
    }

    public static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String headingAbove(String readme, int position) {
        int begin = readme.lastIndexOf("\n#", position);
        return begin < 0
                ? ""
                : readme.substring(begin, readme.indexOf('\n', begin + 1)).replaceFirst("\n#+ ", "");
    }
}
