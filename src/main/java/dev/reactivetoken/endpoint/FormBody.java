package dev.reactivetoken.endpoint;

import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.token.TokenException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The strict writer: a token request as {@code application/x-www-form-urlencoded} in UTF-8. */
final class FormBody {

    private FormBody() {}

    /**
     * The parameters in their order, then the scopes.
     *
     * @throws TokenException when the scopes cannot be asked for; nothing is to be sent then
     */
    static byte[] encode(TokenRequest request, Dialect dialect) {
        StringBuilder form = new StringBuilder(256);
        for (Parameter parameter : request.parameters()) {
            append(form, parameter.name(), parameter.value());
        }
        if (!request.scopes().isEmpty()) {
            append(form, "scope", join(request.scopes(), dialect.scopeDelimiter()));
        } else if (dialect.scopeRequired()) {
            throw notSent("this endpoint issues no token without a scope: name at least one by scopes(…)");
        }
        return form.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void append(StringBuilder form, String name, String value) {
        if (!form.isEmpty()) {
            form.append('&');
        }
        form.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private static String join(Set<String> scopes, String delimiter) {
        for (String scope : scopes) {
            if (scope.isEmpty() || scope.contains(delimiter) || !scope.chars().allMatch(FormBody::isScopeCharacter)) {
                throw notSent("the scope '" + Words.escape(scope) + "' is not one name of printable ASCII without"
                        + " quotes, backslashes and '" + delimiter + "' (RFC 6749 section 3.3): give each scope by"
                        + " itself");
            }
        }
        return String.join(delimiter, scopes);
    }

    private static boolean isScopeCharacter(int c) {
        return c > 0x20 && c < 0x7F && c != '"' && c != '\\';
    }

    private static TokenException notSent(String reason) {
        return new TokenException.Unavailable(reason, null);
    }
}
