package dev.reactivetoken.token;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of an answer (RFC 9110 section 6.3), in the order received. Names are compared without regard to
 * case. Immutable; prints names, never values.
 */
public final class ResponseHeaders {

    /** No headers, or none that were kept. */
    public static final ResponseHeaders NONE = new ResponseHeaders(List.of());

    private final List<String> namesAndValues;

    private ResponseHeaders(List<String> namesAndValues) {
        this.namesAndValues = namesAndValues;
    }

    /** A copy of these fields; a name may repeat. */
    public static ResponseHeaders of(Iterable<? extends Map.Entry<String, String>> fields) {
        List<String> copy = new ArrayList<>();
        fields.forEach(field -> {
            copy.add(field.getKey());
            copy.add(field.getValue());
        });
        return copy.isEmpty() ? NONE : new ResponseHeaders(List.copyOf(copy));
    }

    /** The value of the first field of this name; null when there is none. */
    public @Nullable String first(String name) {
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                return namesAndValues.get(i + 1);
            }
        }
        return null;
    }

    /** The values of all fields of this name; empty when there are none. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (namesAndValues.get(i).equalsIgnoreCase(name)) {
                values.add(namesAndValues.get(i + 1));
            }
        }
        return List.copyOf(values);
    }

    /** The names of the fields, each once. */
    public Set<String> names() {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            if (known.add(namesAndValues.get(i))) {
                names.add(namesAndValues.get(i));
            }
        }
        return names;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ResponseHeaders that && namesAndValues.equals(that.namesAndValues);
    }

    @Override
    public int hashCode() {
        return namesAndValues.hashCode();
    }

    @Override
    public String toString() {
        return "ResponseHeaders" + names();
    }
}
