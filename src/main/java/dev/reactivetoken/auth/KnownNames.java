package dev.reactivetoken.auth;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Values that a configuration names, found by name. Case does not matter, and {@code -} and {@code _} are one.
 * Immutable.
 */
public final class KnownNames<T> {

    private final String kind;
    private final List<String> names;
    private final Map<String, T> values = new LinkedHashMap<>();

    /**
     * Values by name, in the order in which they are told, and by further names that are not told.
     *
     * @param kind what they are, for messages: {@code provider}
     */
    public KnownNames(String kind, Map<String, T> named, Map<String, T> aliases) {
        this.kind = kind;
        this.names = List.copyOf(named.keySet());
        aliases.forEach((name, value) -> values.put(normal(name), value));
        named.forEach((name, value) -> values.put(normal(name), value));
    }

    /** The names, without the aliases. */
    public List<String> names() {
        return names;
    }

    /**
     * The value of this name or alias.
     *
     * @throws IllegalArgumentException when there is none; names all there are, and the nearest one if it is near. Does
     *     not repeat the unknown one, which may be a secret in the wrong place
     */
    public T get(String name) {
        T value = values.get(normal(name));
        if (value == null) {
            throw new IllegalArgumentException(
                    "unknown " + kind + nearest(name) + "; there are " + String.join(", ", names));
        }
        return value;
    }

    /** A name of which more than half would have to change is not meant. */
    private String nearest(String name) {
        return names.stream()
                .filter(known -> 2 * distance(known, name) <= known.length())
                .min(Comparator.comparingInt(known -> distance(known, name)))
                .map(known -> " (did you mean " + known + "?)")
                .orElse("");
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Levenshtein's: how many characters have to be inserted, deleted or replaced. */
    private static int distance(String one, String other) {
        String a = normal(one);
        String b = normal(other);
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[b.length()];
    }
}
