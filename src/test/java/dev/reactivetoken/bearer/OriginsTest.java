package dev.reactivetoken.bearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

    private static Origins of(String... origins) {
        return Origins.NONE.and(List.of(origins).stream().map(URI::create).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com",
                "https://api.example.com/",
                "https://api.example.com:443/a/b?c=d",
                "HTTPS://API.Example.COM/x",
                "wss://api.example.com/socket"
            })
    void an_origin_is_scheme_host_and_port(String target) {
        assertThat(of("https://api.example.com").allows(URI.create(target))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example.com/",
                "ws://api.example.com/",
                "https://api.example.com:8443/",
                "https://example.com/",
                "https://evil.api.example.com/",
                "https://api.example.com.evil.com/",
                "https://api.example.com@evil.com/",
                "https://evil.com/https://api.example.com",
                "ftp://api.example.com/",
                "mailto:somebody@api.example.com",
                "/relative",
                "//api.example.com/"
            })
    void anything_else_is_another_origin(String target) {
        assertThat(of("https://api.example.com").allows(URI.create(target))).isFalse();
    }

    @Test
    void several_can_be_allowed_also_plain_ones_and_addresses() {
        Origins origins = of("http://127.0.0.1:8080", "http://[::1]:8080", "https://a.example.com:8443");

        assertThat(origins.allows(URI.create("http://[::1]:8080/x"))).isTrue();
        assertThat(origins.allows(URI.create("http://[::1]/x"))).isFalse();
        assertThat(origins.allows(URI.create("https://a.example.com:8443/x"))).isTrue();
        assertThat(origins).hasToString("[http://127.0.0.1:8080, http://[::1]:8080, https://a.example.com:8443]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.example.com/v1",
                "https://api.example.com?x",
                "https://user@api.example.com",
                "api.example.com",
                "https:///x",
                "ftp://api.example.com"
            })
    void what_is_no_origin_is_refused_with_the_way_out(String text) {
        assertThatThrownBy(() -> of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://host");
    }
}
