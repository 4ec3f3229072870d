package dev.reactivetoken.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class EnvironmentCredentialTest {

    private final Map<String, String> environment = new HashMap<>(Map.of("APP_ID", "id", "APP_SECRET", "hush"));
    private final CredentialSource source = new EnvironmentCredential("APP_ID", "APP_SECRET", environment::get);

    @Test
    void reads_both_variables() {
        StepVerifier.create(source.current())
                .expectNext(new ClientCredential("id", Secret.of("hush")))
                .verifyComplete();
    }

    @Test
    void names_the_variable_that_is_not_set() {
        environment.remove("APP_SECRET");

        StepVerifier.create(source.current())
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TokenException.Unavailable.class)
                        .hasMessage("the environment variable APP_SECRET is not set"));
    }

    @Test
    void names_the_variable_that_is_empty() {
        environment.put("APP_ID", "");

        StepVerifier.create(source.current()).verifyErrorMessage("the environment variable APP_ID is empty");
    }

    @Test
    void looks_into_the_environment_of_this_process() {
        StepVerifier.create(CredentialSource.environment("REACTIVE_TOKEN_NO_SUCH", "REACTIVE_TOKEN_NEITHER")
                        .current())
                .verifyErrorMessage("the environment variable REACTIVE_TOKEN_NO_SUCH is not set");
    }

    @Test
    void prints_the_names_of_its_variables_alone() {
        assertThat(source).hasToString("EnvironmentCredential[APP_ID, APP_SECRET]");
    }
}
