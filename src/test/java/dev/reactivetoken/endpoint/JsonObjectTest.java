package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void reads_the_members_of_an_object_as_text() {
        JsonObject answer = parsed("{\"access_token\":\"2YotnFZ\",\"expires_in\":3600,\"ok\":true}");

        assertThat(answer.text("access_token")).isEqualTo("2YotnFZ");
        assertThat(answer.text("expires_in")).isEqualTo("3600");
        assertThat(answer.text("ok")).isEqualTo("true");
        assertThat(answer.text("scope")).isNull();
    }

    @Test
    void keeps_nested_values_as_they_were_written() {
        JsonObject object = parsed("{ \"a\" : {\"b\": [1, \"}\", null]} , \"c\":[ ], \"d\":\"e\" }");

        assertThat(object.without(Set.of("d")))
                .containsExactly(entry("a", "{\"b\": [1, \"}\", null]}"), entry("c", "[ ]"));
    }

    @Test
    void tells_a_string_from_anything_else() {
        JsonObject object = parsed("{\"s\":\"{}\",\"n\":1,\"o\":{},\"a\":[],\"b\":false}");

        assertThat(object.isOther("s")).isFalse();
        assertThat(object.isOther("absent")).isFalse();
        assertThat(Set.of("n", "o", "a", "b")).allMatch(object::isOther);
    }

    @Test
    void finds_nested_text_in_a_document_larger_than_any_buffer() {
        String filler = "x".repeat(50_000);

        assertThat(parsed("{\"f\":\"" + filler + "\",\"a\":{\"ü\":[2]}}").without(Set.of()))
                .containsExactly(entry("f", filler), entry("a", "{\"ü\":[2]}"));
    }

    @Test
    void takes_null_and_the_empty_string_for_absent() {
        assertThat(parsed("{\"a\":null,\"b\":\"\"}").without(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"hush\"",
                "{",
                "{\"hush\":",
                "{\"a\":\"hush",
                "{\"a\":{\"hush\":1",
                "{\"a\":1}hush",
                "{\"a\":1}{}",
                "{'a':1}",
                "{\"a\":NaN}",
                "<html>hush</html>",
                "{\"hush\":1,\"hush\":1}",
                "{\"a\":null,\"a\":\"hush\"}",
                "{\"a\":{\"hush\":1,\"hush\":2}}",
                "\uFEFF\uFEFF{}",
                "{\"a\":\"\",\"a\":\"hush\"}"
            })
    void refuses_anything_else(String text) {
        assertThat(JsonObject.parse(text)).isNull();
    }

    @Test
    void refuses_what_is_too_long_too_deep_or_too_large_a_number() {
        for (String text : new String[] {
            "{\"a\":\"" + "x".repeat(70_000) + "\"}",
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
            "{\"a\":" + "9".repeat(1001) + "}"
        }) {
            assertThat(JsonObject.parse(text)).isNull();
        }
    }

    @Test
    void prints_names_alone() {
        assertThat(parsed("{\"client_secret\":\"hush\"}")).hasToString("JsonObject[client_secret]");
    }

    private static JsonObject parsed(String text) {
        return Objects.requireNonNull(JsonObject.parse(text));
    }
}
