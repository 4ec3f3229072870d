package dev.reactivetoken.grant;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import java.util.Collection;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A grant and one more form parameter. Prints the name alone. */
final class ParameterGrant implements Grant {

    private final Grant grant;
    private final String name;
    private final UnaryOperator<TokenRequest> parameter;

    ParameterGrant(Grant grant, String name, String value) {
        this(grant, checked(name, value), request -> request.parameter(name, value));
    }

    ParameterGrant(Grant grant, String name, Secret value) {
        this(grant, checked(name, value.reveal()), request -> request.parameter(name, value));
    }

    private ParameterGrant(Grant grant, String name, UnaryOperator<TokenRequest> parameter) {
        this.grant = grant;
        this.name = name;
        this.parameter = parameter;
    }

    private static String checked(String name, String value) {
        String instead = instead(name.toLowerCase(Locale.ROOT));
        if (!instead.isEmpty()) {
            throw new IllegalArgumentException("the parameter " + name + " is reserved: " + instead);
        }
        if (name.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "a parameter must have a name and a value (RFC 6749 section 3.2): '" + name + "'");
        }
        return name;
    }

    @Override
    public Mono<TokenRequest> request(@Nullable TokenResponse previous) {
        return grant.request(previous).map(parameter);
    }

    @Override
    public Grant scopes(Collection<String> scopes) {
        return new ParameterGrant(grant.scopes(scopes), name, parameter);
    }

    @Override
    public String toString() {
        return grant + " + " + name;
    }

    private static String instead(String name) {
        return switch (name) {
            case "grant_type" -> "choose the Grant itself, or write one that makes a TokenRequest of this type";
            case "scope" -> "use Grant.scopes";
            case "client_id", "client_secret", "client_assertion", "client_assertion_type" ->
                "use a ClientAuthentication";
            case "code", "redirect_uri", "code_verifier" -> "use Grant.authorizationCode";
            case "refresh_token" -> "use Grant.refreshToken";
            case "response_type", "state", "code_challenge", "code_challenge_method" -> "use AuthorizationRequest";
            case "assertion", "subject_token", "actor_token", "device_code" ->
                "write a Grant that makes a TokenRequest with it, so that it can be fresh each time";
            case "username", "password" -> "the password grant must not be used (RFC 9700 section 2.4)";
            default -> "";
        };
    }
}
