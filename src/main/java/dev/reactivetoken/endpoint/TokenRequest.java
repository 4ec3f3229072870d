package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A token request in the making: each class on its way adds one thing. Immutable; prints names, never values.
 *
 * @param parameters form parameters in order, without the scopes; a name may repeat (RFC 8707)
 * @param headers HTTP headers beyond those that the endpoint sets itself
 * @param scopes the scopes asked for; the endpoint joins them by its {@link Dialect}
 * @param credential what proves the client's identity, if anything does: compared to notice that it changed
 * @param hint what to tell the user should the client's identity be refused
 */
public record TokenRequest(
        List<Parameter> parameters,
        Map<String, String> headers,
        Set<String> scopes,
        @Nullable Secret credential,
        @Nullable String hint) {

    /** One form parameter. Prints its name alone. */
    public record Parameter(String name, String value) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Set<String> CONFIDENTIAL = Set.of(
            "client_secret", "client_assertion", "code", "code_verifier", "refresh_token", "assertion", "password");

    /** A shorter header value is no secret, but would blot out much of a text. */
    private static final int SHORTEST_SECRET_HEADER = 8;

    public TokenRequest {
        parameters = List.copyOf(parameters);
        // In their order; fewer than two have none, and mostly stay the same object from request to request.
        headers = headers.size() < 2 ? Map.copyOf(headers) : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        scopes = scopes.size() < 2 ? Set.copyOf(scopes) : Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
    }

    /** A request of this grant type and nothing else yet. */
    public static TokenRequest of(String grantType) {
        return new TokenRequest(List.of(new Parameter("grant_type", grantType)), Map.of(), Set.of(), null, null);
    }

    /** This request and one more form parameter, in clear; the endpoint encodes it. */
    public TokenRequest parameter(String name, String value) {
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value));
        return new TokenRequest(more, headers, scopes, credential, hint);
    }

    /** This request with that header set. */
    public TokenRequest header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new TokenRequest(parameters, more, scopes, credential, hint);
    }

    /** This request, asking for these scopes. */
    public TokenRequest withScopes(Collection<String> asked) {
        return new TokenRequest(parameters, headers, new LinkedHashSet<>(asked), credential, hint);
    }

    /** This request, authenticated by that. */
    public TokenRequest withCredential(Secret proof) {
        return new TokenRequest(parameters, headers, scopes, proof, hint);
    }

    /** This request, with a hint for the message of a refusal of the client's identity. */
    public TokenRequest withHint(String text) {
        return new TokenRequest(parameters, headers, scopes, credential, text);
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

    /** The text without anything secret that this request carries, in clear or encoded, should a server echo it. */
    public String redact(String text) {
        String clean = text;
        for (String secret : secretsLongestFirst()) {
            clean = clean.replace(secret, "****");
        }
        return clean;
    }

    /** A secret may stand inside another one, which would then not be found any more. */
    private List<String> secretsLongestFirst() {
        Set<String> secrets = new HashSet<>();
        if (credential != null) {
            secrets.add(credential.reveal());
        }
        for (Parameter parameter : parameters) {
            if (CONFIDENTIAL.contains(parameter.name())) {
                secrets.add(parameter.value());
            }
        }
        headers.values().stream()
                .filter(value -> value.length() >= SHORTEST_SECRET_HEADER)
                .forEach(value -> {
                    secrets.add(value);
                    secrets.add(value.substring(value.indexOf(' ') + 1));
                });
        for (String secret : List.copyOf(secrets)) {
            secrets.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        }
        secrets.remove("");
        return secrets.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
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
