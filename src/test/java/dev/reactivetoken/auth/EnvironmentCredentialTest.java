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
    void readsBothVariables() {
        StepVerifier.create(source.current())
                .expectNext(new ClientCredential("id", Secret.of("hush")))
                .verifyComplete();
    }

    @Test
    void namesTheVariableThatIsNotSet() {
        environment.remove("APP_SECRET");

        StepVerifier.create(source.current())
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(TokenException.Unavailable.class)
                        .hasMessage("the environment variable APP_SECRET is not set"));
    }

    @Test
    void namesTheVariableThatIsEmpty() {
        environment.put("APP_ID", "");

        StepVerifier.create(source.current()).verifyErrorMessage("the environment variable APP_ID is empty");
    }

    @Test
    void looksIntoTheEnvironmentOfThisProcess() {
        StepVerifier.create(CredentialSource.environment("REACTIVE_TOKEN_NO_SUCH", "REACTIVE_TOKEN_NEITHER")
                        .current())
                .verifyErrorMessage("the environment variable REACTIVE_TOKEN_NO_SUCH is not set");
    }

    @Test
    void printsTheNamesOfItsVariablesAlone() {
        assertThat(source).hasToString("EnvironmentCredential[APP_ID, APP_SECRET]");
    }
}
