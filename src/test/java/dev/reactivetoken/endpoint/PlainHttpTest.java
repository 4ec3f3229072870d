package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainHttpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://idp.example",
                "http://localhost",
                "HTTP://LocalHost:8080",
                "http://idp.localhost",
                "http://127.0.0.1",
                "http://127.8.9.10",
                "http://[::1]"
            })
    void https_and_this_machine_are_not_exposed(String uri) {
        assertThat(PlainHttp.isExposed(URI.create(uri))).isFalse();
        assertThatNoException().isThrownBy(() -> PlainHttp.refuse(URI.create(uri), "", "", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example",
                "HTTP://idp.example",
                "http://127.0.0.1.example",
                "http://localhost.example",
                "http://notlocalhost",
                "http://10.0.0.1",
                "http://[2001:db8::1]",
                "http://under_score"
            })
    void plain_http_to_any_other_host_is(String uri) {
        assertThat(PlainHttp.isExposed(URI.create(uri))).isTrue();
    }

    @Test
    void a_refusal_says_what_would_be_exposed_and_what_to_do_in_the_words_of_its_reader() {
        PlainHttp.Exposed refused = catchThrowableOfType(
                PlainHttp.Exposed.class,
                () -> PlainHttp.refuse(URI.create("http://api.example"), "the upstream", "the token", "allow()"));

        assertThat(refused)
                .hasMessage("the upstream is plain http, so the token would cross the network in clear text: use"
                        + " https, or allow() where the network itself is protected");
        assertThat(refused.allowedBy("--allow-http"))
                .hasMessage("the upstream is plain http, so the token would cross the network in clear text: use"
                        + " https, or --allow-http where the network itself is protected");
    }
}
