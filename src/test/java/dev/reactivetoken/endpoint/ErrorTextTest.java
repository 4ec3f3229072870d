package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.token.Secret;
import org.junit.jupiter.api.Test;

class ErrorTextTest {

    private static final TokenRequest REQUEST =
            TokenRequest.of("client_credentials").withCredential(Secret.of("s3cret"));

    @Test
    void keeps_plain_words_as_they_are() {
        assertThat(ErrorText.clean("Unbekannter Schlüssel 鍵", REQUEST)).isEqualTo("Unbekannter Schlüssel 鍵");
        assertThat(ErrorText.clean(null, REQUEST)).isNull();
    }

    @Test
    void escapes_what_could_forge_a_line_or_move_the_cursor() {
        assertThat(ErrorText.escape("a\r\nb\u001b[31m\u0085\u2028\u2029\u202e\u007f"))
                .isEqualTo("a\\u000d\\u000ab\\u001b[31m\\u0085\\u2028\\u2029\\u202e\\u007f");
    }

    @Test
    void cuts_after_256_characters_and_never_through_a_secret() {
        assertThat(ErrorText.escape("x".repeat(256))).hasSize(256);
        assertThat(ErrorText.escape("x".repeat(257))).isEqualTo("x".repeat(256) + "…");
        assertThat(ErrorText.clean("x".repeat(253) + "s3cret", REQUEST)).isEqualTo("x".repeat(253) + "***…");
    }
}
