package dev.reactivetoken.auth;

import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A credential in environment variables. */
final class EnvironmentCredential implements CredentialSource {

    private final String idVariable;
    private final String secretVariable;
    private final Function<String, @Nullable String> environment;

    EnvironmentCredential(String idVariable, String secretVariable, Function<String, @Nullable String> environment) {
        this.idVariable = idVariable;
        this.secretVariable = secretVariable;
        this.environment = environment;
    }

    @Override
    public Mono<ClientCredential> current() {
        return Mono.fromCallable(() -> new ClientCredential(variable(idVariable), Secret.of(variable(secretVariable))));
    }

    @Override
    public String toString() {
        return "EnvironmentCredential[" + idVariable + ", " + secretVariable + ']';
    }

    private String variable(String name) {
        String value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new TokenException.Unavailable(
                    "the environment variable " + name + (value == null ? " is not set" : " is empty"), null);
        }
        return value;
    }
}
