package dev.reactivetoken.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.grant.AuthorizationRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

class BarracudaTest {

    private static final CredentialSource CLIENT = CredentialSource.fixed("id", Secret.of("hush"));

    @ParameterizedTest
    @CsvSource({
        "US,barracuda-us,https://login.bts.barracudanetworks.com/token,https://api.barracudanetworks.com",
        "UK,barracuda-uk,https://uk.login.bts.barracudanetworks.com/token,https://uk.api.barracudanetworks.com"
    })
    void the_token_service_takes_client_credentials_over_basic(Region region, String name, URI token, URI api) {
        Provider provider = Barracuda.tokenService(region);

        TokenRequest request = requestTo(provider, Barracuda.ESS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_WRITE);

        assertThat(provider.name()).isEqualTo(name);
        assertThat(provider.tokenUri()).isEqualTo(token);
        assertThat(provider.resourceOrigins()).containsExactly(api);
        assertThat(request.parameters()).containsExactly(new Parameter("grant_type", "client_credentials"));
        assertThat(request.headers()).containsEntry("Authorization", "Basic aWQ6aHVzaA==");
        assertThat(provider.dialect().joinScopes(request.scopes()))
                .isEqualTo("ess:account:read forensics:account:write");
        assertThat(provider.dialect().scopeRequired()).isTrue();
        assertThat(provider.dialect().scheme()).isEqualTo("Bearer");
        assertThat(provider.dialect().tokenTypeOptional()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "US,echoplatform-us,https://auth.intronis.com/oauth2/token",
        "UK,echoplatform-uk,https://auth.echo.intronis.com/oauth2/token"
    })
    void echoplatform_takes_grant_type_none_with_the_client_in_the_body(Region region, String name, URI token) {
        Provider provider = Barracuda.echoplatform(region);

        TokenRequest request =
                requestTo(provider, Barracuda.ACCOUNTS_READ, Barracuda.ACCOUNTS_WRITE, Barracuda.COMPUTERS_READ);

        assertThat(provider.name()).isEqualTo(name);
        assertThat(provider.tokenUri()).isEqualTo(token);
        assertThat(provider.resourceOrigins()).containsExactly(URI.create("https://api.intronis.com"));
        assertThat(request.parameters())
                .containsExactly(
                        new Parameter("grant_type", "none"),
                        new Parameter("client_id", "id"),
                        new Parameter("client_secret", "hush"));
        assertThat(request.headers()).isEmpty();
        assertThat(provider.dialect().joinScopes(request.scopes()))
                .isEqualTo("accounts_read+accounts_write+computers_read");
        assertThat(provider.dialect().scopeRequired()).isTrue();
        assertThat(provider.dialect().scheme()).isEqualTo("OAuth");
        assertThat(provider.dialect().tokenTypeOptional()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Region.class)
    void the_web_server_profile_starts_with_a_sign_in(Region region) {
        Provider provider = Barracuda.echoplatformWebServer(region);
        AuthorizationRequest signIn = AuthorizationRequest.of(
                        URI.create("https://auth.example/authorize"), "id", URI.create("https://client.example/cb"))
                .dialect(provider.dialect())
                .scopes(Barracuda.PARTNERS_READ, Barracuda.COMPUTERS_WRITE);

        assertThat(signIn.uri().getRawQuery()).contains("scope=partners_read%2Bcomputers_write&");
        assertThat(provider.tokenUri()).isEqualTo(Barracuda.echoplatform(region).tokenUri());
        assertThat(provider.dialect().scheme()).isEqualTo("OAuth");
        assertThat(provider.dialect().scopeRequired())
                .as("a code and a refresh token come without")
                .isFalse();
        StepVerifier.create(provider.grant().request(null))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TokenException.Unavailable.class)
                        .hasMessageContaining("AuthorizationRequest"));
    }

    @Test
    void knows_the_scopes_of_the_documentation() {
        assertThat(new String[] {
                    Barracuda.ESS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_READ, Barracuda.FORENSICS_ACCOUNT_WRITE
                })
                .containsExactly("ess:account:read", "forensics:account:read", "forensics:account:write");
        assertThat(new String[] {
                    Barracuda.PARTNERS_READ,
                    Barracuda.ACCOUNTS_READ,
                    Barracuda.ACCOUNTS_WRITE,
                    Barracuda.COMPUTERS_READ,
                    Barracuda.COMPUTERS_WRITE
                })
                .containsExactly(
                        "partners_read", "accounts_read", "accounts_write", "computers_read", "computers_write");
    }

    private static TokenRequest requestTo(Provider provider, String... scopes) {
        return provider.grant()
                .scopes(scopes)
                .request(null)
                .flatMap(provider.authentication().apply(CLIENT)::authenticate)
                .blockOptional()
                .orElseThrow();
    }
}
