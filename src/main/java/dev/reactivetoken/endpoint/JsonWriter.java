package dev.reactivetoken.endpoint;

import java.io.StringWriter;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/**
 * Writes one JSON object on one line, in ASCII: everything else is escaped. Members appear in the order in which they
 * are given.
 */
public final class JsonWriter {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private final JsonGenerator generator;

    private JsonWriter(JsonGenerator generator) {
        this.generator = generator;
    }

    /** The object with these members. */
    public static String object(Consumer<JsonWriter> members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            new JsonWriter(generator).write(members);
        }
        return text.toString();
    }

    /** Adds a string, or nothing if the value is null. */
    public JsonWriter member(String name, @Nullable String value) {
        if (value != null) {
            generator.writeStringProperty(name, value);
        }
        return this;
    }

    public JsonWriter member(String name, long value) {
        generator.writeNumberProperty(name, value);
        return this;
    }

    public JsonWriter member(String name, boolean value) {
        generator.writeBooleanProperty(name, value);
        return this;
    }

    /** Adds an array of objects, one for each element. */
    public <T> JsonWriter objects(String name, Iterable<? extends T> elements, BiConsumer<JsonWriter, T> members) {
        generator.writeArrayPropertyStart(name);
        elements.forEach(element -> write(writer -> members.accept(writer, element)));
        generator.writeEndArray();
        return this;
    }

    private void write(Consumer<JsonWriter> members) {
        generator.writeStartObject();
        members.accept(this);
        generator.writeEndObject();
    }
}
