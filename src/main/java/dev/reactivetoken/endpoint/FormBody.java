package dev.reactivetoken.endpoint;

import dev.reactivetoken.endpoint.TokenRequest.Parameter;
import dev.reactivetoken.token.TokenException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Writes a token request as {@code application/x-www-form-urlencoded} in UTF-8. */
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
            append(form, "scope", join(request.scopes(), dialect));
        } else if (dialect.lacksScope(request.scopes())) {
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

    private static String join(Set<String> scopes, Dialect dialect) {
        try {
            return dialect.joinScopes(scopes);
        } catch (IllegalArgumentException e) {
            throw notSent(String.valueOf(e.getMessage()));
        }
    }

    private static TokenException notSent(String reason) {
        return new TokenException.Unavailable(reason, null);
    }
}
