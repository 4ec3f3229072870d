package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void readsTheMembersOfAnObjectAsText() {
        JsonObject answer = JsonObject.parse("{\"access_token\":\"2YotnFZ\",\"expires_in\":3600,\"ok\":true}");

        assertThat(answer.scalar("access_token")).isEqualTo("2YotnFZ");
        assertThat(answer.scalar("expires_in")).isEqualTo("3600");
        assertThat(answer.scalar("ok")).isEqualTo("true");
        assertThat(answer.scalar("scope")).isNull();
    }

    @Test
    void keepsNestedValuesAsJsonTextWhichIsNoScalar() {
        JsonObject object = JsonObject.parse("{ \"a\" : {\"b\": [1, \"}\", null]} , \"c\":[ ], \"d\":\"e\" }");

        assertThat(object.members())
                .containsExactly(entry("a", "{\"b\": [1, \"}\", null]}"), entry("c", "[ ]"), entry("d", "e"));
        assertThat(object.scalar("a")).isNull();
        assertThat(object.scalar("c")).isNull();
    }

    @Test
    void findsNestedTextInADocumentLargerThanAnyBuffer() {
        String filler = "x".repeat(50_000);

        assertThat(JsonObject.parse("{\"f\":\"" + filler + "\",\"a\":{\"ü\":[2]}}")
                        .members())
                .containsEntry("a", "{\"ü\":[2]}")
                .containsEntry("f", filler);
    }

    @Test
    void takesNullForAbsentAndPassesOverAByteOrderMark() {
        assertThat(JsonObject.parse("\uFEFF{\"a\":null}").members()).isEmpty();
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
                "\uFEFF\uFEFF{}"
            })
    void refusesAnythingElseWithoutQuotingIt(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.parse(text))
                .withMessageStartingWith("not a JSON object")
                .withMessageNotContaining("hush")
                .withNoCause();
    }

    @Test
    void saysWhereItStoppedToUnderstand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonObject.parse("{\"a\":1,\n  ?}"))
                .withMessageContaining("line 2");
    }

    @Test
    void refusesWhatIsTooLongTooDeepOrTooLargeANumber() {
        for (String text : new String[] {
            "{\"a\":\"" + "x".repeat(70_000) + "\"}",
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
            "{\"a\":" + "9".repeat(500) + "}"
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> JsonObject.parse(text));
        }
    }

    @Test
    void printsNamesAlone() {
        assertThat(JsonObject.parse("{\"client_secret\":\"hush\"}")).hasToString("JsonObject[client_secret]");
    }
}
