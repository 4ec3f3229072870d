package dev.reactivetoken.endpoint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * One JSON object with the text of its members: of a string its characters, of anything else its JSON. Members that
 * are null or empty strings count as absent (RFC 6749 section 3.2). Its counterpart is {@link JsonWriter}; no other
 * class knows Jackson.
 */
public final class JsonObject {

    private static final int DEPTH = 32;
    private static final int NUMBER = 1000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(NUMBER)
                    .maxStringLength(BoundedBody.LIMIT)
                    .maxNameLength(BoundedBody.LIMIT)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private final Map<String, String> members = new LinkedHashMap<>();

    private final Set<String> strings = new HashSet<>();

    private JsonObject() {}

    /** Parses a text that is one JSON object and nothing else; null when it is not, or names a member twice. */
    public static @Nullable JsonObject parse(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonObject object = new JsonObject();
            return object.read(parser, text) ? object : null;
        } catch (JacksonException e) {
            // its message quotes the text, which may hold a token
            return null;
        }
    }

    /** The text of this member; null when absent. */
    public @Nullable String text(String name) {
        return members.get(name);
    }

    /** Whether this member is there but not a string. */
    public boolean isOther(String name) {
        return members.containsKey(name) && !strings.contains(name);
    }

    /** Whether this member is an object or an array. */
    boolean isStructure(String name) {
        String text = members.get(name);
        return text != null && isOther(name) && (text.startsWith("{") || text.startsWith("["));
    }

    /** The strings and numbers of these names, at any depth of the text, in its order; names are in lower case. */
    static List<String> scalars(String text, Set<String> names) {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName().toLowerCase(Locale.ROOT);
                    JsonToken value = parser.nextToken();
                    if (names.contains(name)
                            && (value == JsonToken.VALUE_STRING || value.isNumeric())
                            && !parser.getString().isEmpty()) {
                        found.add(parser.getString());
                    }
                }
            }
        } catch (JacksonException e) {
            // no JSON to its end: what stood before counts
        }
        return found;
    }

    /** All members but those, in their order. */
    Map<String, String> without(Set<String> names) {
        Map<String, String> rest = new LinkedHashMap<>(members);
        rest.keySet().removeAll(names);
        return rest;
    }

    @Override
    public String toString() {
        return "JsonObject" + members.keySet();
    }

    private boolean read(JsonParser parser, String text) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            member(parser.currentName(), parser.nextToken(), parser, text);
        }
        return parser.nextToken() == null;
    }

    private void member(String name, JsonToken value, JsonParser parser, String text) {
        switch (value) {
            case VALUE_NULL -> {}
            case VALUE_STRING -> {
                if (parser.getStringLength() > 0) {
                    members.put(name, parser.getString());
                    strings.add(name);
                }
            }
            case START_OBJECT, START_ARRAY -> members.put(name, source(parser, text));
            default -> members.put(name, parser.getString());
        }
    }

    private static String source(JsonParser parser, String text) {
        long from = parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        return text.substring((int) from, (int) parser.currentLocation().getCharOffset());
    }
}
