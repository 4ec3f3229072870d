package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

    @Test
    void members_keep_their_order_and_kind() {
        assertThat(JsonWriter.object(
                        json -> json.member("z", "text").member("a", 1L << 40).member("b", true)))
                .isEqualTo("{\"z\":\"text\",\"a\":1099511627776,\"b\":true}");
    }

    @Test
    void a_member_without_a_value_is_left_out() {
        assertThat(JsonWriter.object(json -> json.member("a", (String) null))).isEqualTo("{}");
    }

    @Test
    void an_array_holds_an_object_for_each_element() {
        assertThat(JsonWriter.object(
                        json -> json.objects("all", List.of(1, 2), (element, number) -> element.member("n", number))))
                .isEqualTo("{\"all\":[{\"n\":1},{\"n\":2}]}");
        assertThat(JsonWriter.object(json -> json.<String>objects("all", List.of(), (element, none) -> {})))
                .isEqualTo("{\"all\":[]}");
    }

    @Test
    void whatever_is_not_plain_ascii_is_escaped_and_an_address_stays_readable() {
        assertThat(JsonWriter.object(json -> json.member("a\"", "\\\n\u001b\u0085é😀\ud800")))
                .isEqualTo("{\"a\\\"\":\"\\\\\\n\\u001B\\u0085\\u00E9\\uD83D\\uDE00\\uD800\"}");
        assertThat(JsonWriter.object(json -> json.member("uri", "http://host/a")))
                .isEqualTo("{\"uri\":\"http://host/a\"}");
    }

    @Test
    void a_failure_while_writing_reaches_the_caller_as_it_is() {
        IllegalStateException failure = new IllegalStateException();

        assertThatThrownBy(() -> JsonWriter.object(json -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
