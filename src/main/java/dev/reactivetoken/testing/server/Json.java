package dev.reactivetoken.testing.server;

/** Writes small JSON objects. */
final class Json {

    private Json() {}

    /** An object of names and values in turn; a value is written as text unless it is a number, a boolean or raw. */
    static String object(Object... namesAndValues) {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (i > 0) {
                out.append(',');
            }
            text(out, namesAndValues[i].toString());
            out.append(':');
            value(out, namesAndValues[i + 1]);
        }
        return out.append('}').toString();
    }

    /** JSON that is written as it stands. */
    static Raw raw(String json) {
        return new Raw(json);
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
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    record Raw(String json) {}
}
