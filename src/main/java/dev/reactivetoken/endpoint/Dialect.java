package dev.reactivetoken.endpoint;

import java.time.Duration;
import java.util.Collection;

/**
 * How a token endpoint differs from RFC 6749, as data. {@link #STANDARD} is the RFC itself.
 *
 * @param scopeDelimiter between scopes in a request and an answer; the RFC's blank, ECHOplatform's plus sign
 * @param scopeRequired whether a request without a scope is refused here, before it is sent
 * @param tokenTypeOptional whether an answer may leave out {@code token_type}
 * @param scheme the authentication scheme of the resource servers, {@code Bearer} or {@code OAuth}
 * @param defaultLifetime of a token whose answer has no {@code expires_in}
 */
public record Dialect(
        String scopeDelimiter,
        boolean scopeRequired,
        boolean tokenTypeOptional,
        String scheme,
        Duration defaultLifetime) {

    /** RFC 6749 and RFC 6750; a token without {@code expires_in} is taken to live five minutes. */
    public static final Dialect STANDARD = new Dialect(" ", false, false, "Bearer", Duration.ofMinutes(5));

    public Dialect {
        if (scopeDelimiter.isEmpty() || scheme.isEmpty()) {
            throw new IllegalArgumentException("scopeDelimiter and scheme must not be empty");
        }
        if (defaultLifetime.isNegative() || defaultLifetime.isZero()) {
            throw new IllegalArgumentException("defaultLifetime must be positive: " + defaultLifetime);
        }
    }

    /**
     * The scopes as the value of one form parameter, not yet encoded.
     *
     * @throws IllegalArgumentException when a scope is not one name of RFC 6749 section 3.3, or has the delimiter in it
     */
    public String joinScopes(Collection<String> scopes) {
        for (String scope : scopes) {
            if (scope.isEmpty()
                    || scope.contains(scopeDelimiter)
                    || !scope.chars().allMatch(Dialect::isScopeCharacter)) {
                throw new IllegalArgumentException("the scope '" + ErrorText.escape(scope)
                        + "' is not one name of printable ASCII without quotes, backslashes and '" + scopeDelimiter
                        + "' (RFC 6749 section 3.3): give each scope by itself");
            }
        }
        return String.join(scopeDelimiter, scopes);
    }

    /** Whether a request for these scopes would be refused for the want of one. */
    public boolean lacksScope(Collection<String> scopes) {
        return scopeRequired && scopes.isEmpty();
    }

    private static boolean isScopeCharacter(int c) {
        return c > 0x20 && c < 0x7F && c != '"' && c != '\\';
    }

    public Dialect withScopeDelimiter(String delimiter) {
        return new Dialect(delimiter, scopeRequired, tokenTypeOptional, scheme, defaultLifetime);
    }

    public Dialect withScopeRequired(boolean required) {
        return new Dialect(scopeDelimiter, required, tokenTypeOptional, scheme, defaultLifetime);
    }

    public Dialect withTokenTypeOptional(boolean optional) {
        return new Dialect(scopeDelimiter, scopeRequired, optional, scheme, defaultLifetime);
    }

    public Dialect withScheme(String resourceScheme) {
        return new Dialect(scopeDelimiter, scopeRequired, tokenTypeOptional, resourceScheme, defaultLifetime);
    }

    public Dialect withDefaultLifetime(Duration lifetime) {
        return new Dialect(scopeDelimiter, scopeRequired, tokenTypeOptional, scheme, lifetime);
    }
}
