package dev.reactivetoken.token;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseHeadersTest {

    private final ResponseHeaders headers = ResponseHeaders.of(
            List.of(entry("DPoP-Nonce", "n1"), entry("set-cookie", "a=hush"), entry("Set-Cookie", "b=hush")));

    @Test
    void fields_are_found_without_regard_to_case() {
        assertThat(headers.first("dpop-nonce")).isEqualTo("n1");
        assertThat(headers.first("SET-COOKIE")).isEqualTo("a=hush");
        assertThat(headers.all("Set-Cookie")).containsExactly("a=hush", "b=hush");
        assertThat(headers.first("Retry-After")).isNull();
        assertThat(headers.all("Retry-After")).isEmpty();
    }

    @Test
    void names_are_told_once_and_values_never_printed() {
        assertThat(headers.names()).containsExactly("DPoP-Nonce", "set-cookie");
        assertThat(headers).hasToString("ResponseHeaders[DPoP-Nonce, set-cookie]");
    }

    @Test
    void no_fields_are_always_the_same_object() {
        assertThat(ResponseHeaders.of(List.of())).isSameAs(ResponseHeaders.NONE);
    }
}
