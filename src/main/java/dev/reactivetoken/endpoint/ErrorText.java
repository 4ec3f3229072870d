package dev.reactivetoken.endpoint;

import org.jspecify.annotations.Nullable;

/** A server's text as it may stand in a message: without secrets, without control characters, cut to a length. */
final class ErrorText {

    private static final int LIMIT = 256;

    private ErrorText() {}

    /** The text without the secrets of the request, escaped and cut; null stays null. */
    static @Nullable String clean(@Nullable String words, TokenRequest request) {
        return words == null ? null : escape(request.redact(words));
    }

    /** The text on one line, at most {@value #LIMIT} characters of them. */
    static String escape(String words) {
        StringBuilder clean = new StringBuilder(Math.min(words.length(), LIMIT) + 8);
        for (int i = 0; i < words.length(); i++) {
            if (clean.length() >= LIMIT) {
                return clean.append('…').toString();
            }
            char c = words.charAt(i);
            if (isPlain(c)) {
                clean.append(c);
            } else {
                clean.append(String.format("\\u%04x", (int) c));
            }
        }
        return clean.toString();
    }

    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
