package dev.reactivetoken.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenUriTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.bts.barracudanetworks.com/token",
                "https://idp.example:8443/oauth2/token?tenant=7",
                "https://idp.example",
                "http://localhost:8080/token",
                "http://LOCALHOST/token",
                "http://idp.localhost/token",
                "http://127.0.0.1/token",
                "http://127.8.9.10:80/token",
                "http://[::1]:8080/token"
            })
    void takes_https_anywhere_and_plain_http_on_loopback_hosts(String uri) {
        assertThat(NettyTokenEndpoint.of(URI.create(uri), Dialect.STANDARD).uri())
                .isEqualTo(URI.create(uri));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /token                                  | must be absolute
                    idp.example/token                       | must be absolute
                    ftp://idp.example/token                 | must be absolute
                    https:/token                            | must name a host
                    https:idp.example                       | must name a host
                    https://under_score/token               | must name a host
                    https://idp.example/token#f             | must not have a fragment
                    https://idp.example/token#              | must not have a fragment
                    https://id:s3cret@idp.example/token     | must not hold user info
                    https://s3cret@under_score/token        | must name a host
                    http://idp.example/token?key=s3cret     | NettyTokenEndpoint.ofPlainHttp
                    http://127.0.0.1.example/token          | NettyTokenEndpoint.ofPlainHttp
                    http://localhost.example/token          | NettyTokenEndpoint.ofPlainHttp
                    http://10.0.0.1/token                   | NettyTokenEndpoint.ofPlainHttp
                    http://notlocalhost/token               | NettyTokenEndpoint.ofPlainHttp
                    """)
    void refuses_any_other_at_once_and_says_why(String uri, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyTokenEndpoint.of(URI.create(uri), Dialect.STANDARD))
                .withMessageContaining(why)
                .withMessageNotContaining("s3cret");
    }

    @Test
    void takes_plain_http_anywhere_when_told_so_but_nothing_else() {
        URI plain = URI.create("http://idp.mesh/token");

        assertThat(NettyTokenEndpoint.ofPlainHttp(plain, Dialect.STANDARD).uri())
                .isEqualTo(plain);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyTokenEndpoint.ofPlainHttp(URI.create("ftp://idp.mesh"), Dialect.STANDARD));
    }

    @Test
    void writes_the_scheme_in_lower_case_and_other_letters_than_ascii_encoded() {
        assertThat(NettyTokenEndpoint.of(URI.create("HTTPS://idp.example/tökens"), Dialect.STANDARD)
                        .uri())
                .hasToString("https://idp.example/t%C3%B6kens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NettyTokenEndpoint.of(URI.create("HTTP://idp.example/"), Dialect.STANDARD));
    }
}
