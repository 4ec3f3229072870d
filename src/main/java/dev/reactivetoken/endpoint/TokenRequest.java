package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A token request, made step by step by grant, authentication and endpoint. Immutable; prints names, never values.
 *
 * @param endpoint where it is going to be sent; null when the endpoint has no address, or is not chosen yet
 * @param parameters form parameters in order, without the scopes; a name may repeat (RFC 8707)
 * @param headers HTTP headers beyond those that the endpoint sets itself
 * @param scopes the scopes asked for; the endpoint joins them by its {@link Dialect}
 * @param secrets what was given as a {@link Secret}: redacted wherever a server echoes it
 * @param credential what proves the client's identity, if anything does: compared to notice that it changed
 * @param hint what to tell the user should the client's identity be refused
 * @param oneTime whether it carries something that can be spent once, such as a code or a refresh token that rotates
 */
public record TokenRequest(
        @Nullable URI endpoint,
        List<Parameter> parameters,
        Map<String, String> headers,
        Set<String> scopes,
        List<Secret> secrets,
        @Nullable Secret credential,
        @Nullable String hint,
        boolean oneTime) {

    /** One form parameter. Prints its name alone. */
    public record Parameter(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    public TokenRequest {
        parameters = List.copyOf(parameters);
        // In their order; fewer than two have none, and mostly stay the same object from request to request.
        headers = headers.size() < 2 ? Map.copyOf(headers) : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        scopes = scopes.size() < 2 ? Set.copyOf(scopes) : Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
        secrets = List.copyOf(secrets);
    }

    /** A request of this grant type and nothing else yet. */
    public static TokenRequest of(String grantType) {
        return new TokenRequest(
                null,
                List.of(new Parameter("grant_type", grantType)),
                Map.of(),
                Set.of(),
                List.of(),
                null,
                null,
                false);
    }

    /** This request, going to be sent there. */
    public TokenRequest withEndpoint(@Nullable URI uri) {
        return new TokenRequest(uri, parameters, headers, scopes, secrets, credential, hint, oneTime);
    }

    /** This request and one more form parameter, in clear; the endpoint encodes it. */
    public TokenRequest parameter(String name, String value) {
        return with(name, value, secrets);
    }

    /** This request and one more form parameter that is redacted where a server echoes it. */
    public TokenRequest parameter(String name, Secret value) {
        return with(name, value.reveal(), secretsAnd(value));
    }

    private TokenRequest with(String name, String value, List<Secret> all) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value));
        return new TokenRequest(endpoint, more, headers, scopes, all, credential, hint, oneTime);
    }

    /** This request with that header set. */
    public TokenRequest header(String name, String value) {
        return withHeader(name, value, secrets);
    }

    /**
     * This request with that header set; where a server echoes it, the value is redacted, and so are the credentials
     * behind its scheme and the password of Basic.
     */
    public TokenRequest header(String name, Secret value) {
        return withHeader(name, value.reveal(), secretsAnd(value));
    }

    private TokenRequest withHeader(String name, String value, List<Secret> all) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new TokenRequest(endpoint, parameters, more, scopes, all, credential, hint, oneTime);
    }

    /** This request, asking for these scopes. */
    public TokenRequest withScopes(Collection<String> asked) {
        return new TokenRequest(
                endpoint, parameters, headers, new LinkedHashSet<>(asked), secrets, credential, hint, oneTime);
    }

    /** This request, authenticated by that, which is redacted where a server echoes it. */
    public TokenRequest withCredential(Secret proof) {
        return new TokenRequest(endpoint, parameters, headers, scopes, secretsAnd(proof), proof, hint, oneTime);
    }

    /** This request, with a hint for the message of a refusal of the client's identity. */
    public TokenRequest withHint(String text) {
        return new TokenRequest(endpoint, parameters, headers, scopes, secrets, credential, text, oneTime);
    }

    /**
     * This request, carrying something that can be spent once. When a pooled connection turns out to be stale, it is
     * sent again only if no byte of it may have left.
     */
    public TokenRequest withOneTime() {
        return new TokenRequest(endpoint, parameters, headers, scopes, secrets, credential, hint, true);
    }

    private List<Secret> secretsAnd(Secret another) {
        List<Secret> all = new ArrayList<>(secrets);
        all.add(another);
        return all;
    }

    /** The {@code grant_type}, or empty when a custom grant has set none. */
    public String grantType() {
        return first("grant_type");
    }

    /** Whether the same identity is behind both; requests without a named credential are compared whole. */
    public boolean sameCredentialAs(TokenRequest other) {
        if (credential == null && other.credential == null) {
            return equals(other);
        }
        return Objects.equals(credential, other.credential)
                && Objects.equals(headers.get("Authorization"), other.headers.get("Authorization"))
                && first("client_id").equals(other.first("client_id"));
    }

    /** The text without the {@link #secrets()} of this request, in clear or encoded, should a server echo them. */
    public String redact(String text) {
        return Redaction.redact(text, secrets, headers.values());
    }

    private String first(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst()
                .orElse("");
    }

    @Override
    public String toString() {
        return parameters.stream().map(Parameter::name).collect(Collectors.joining(", ", "TokenRequest[", ", "))
                + "headers=" + headers.keySet() + ", scopes=" + scopes + ']';
    }
}
