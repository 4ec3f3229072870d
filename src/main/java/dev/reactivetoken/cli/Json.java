package dev.reactivetoken.cli;

import java.util.Collection;

/** Writes JSON objects on one line. */
final class Json {

    /** JSON that is written as it stands. */
    record Raw(String json) {}

    private Json() {}

    /** Of names and values in turn; a value is written as text unless it is a number, a boolean or raw. */
    static String object(Object... namesAndValues) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            out.append(i == 0 ? "" : ",");
            text(out, namesAndValues[i].toString());
            value(out.append(':'), namesAndValues[i + 1]);
        }
        return out.append('}').toString();
    }

    static Raw array(Collection<String> objects) {
        return new Raw("[" + String.join(",", objects) + "]");
    }

    private static void value(StringBuilder out, Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Raw raw) {
            out.append(raw.json());
        } else {
            text(out, value.toString());
        }
    }

    private static void text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
