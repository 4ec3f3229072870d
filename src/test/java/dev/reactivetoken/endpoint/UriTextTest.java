package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UriTextTest {

    @ParameterizedTest
    @CsvSource({
        "https://idp.example/token?key=hush#hush,https://idp.example,https://idp.example/token",
        "https://id:hush@idp.example:8443/token,https://idp.example:8443,https://idp.example:8443/token",
        "https://id:h%40sh@under_score/token,https://under_score,https://under_score/token",
        "http://[::1]:80,http://[::1]:80,http://[::1]:80",
        "/token?key=hush,without a host,without a host",
        "mailto:hush@idp.example,without a host,without a host"
    })
    void a_uri_is_shown_without_what_may_be_secret(String uri, String origin, String withoutQuery) {
        assertThat(UriText.origin(URI.create(uri))).isEqualTo(origin);
        assertThat(UriText.withoutQuery(URI.create(uri))).isEqualTo(withoutQuery);
    }
}
