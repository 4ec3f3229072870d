package dev.reactivetoken.endpoint;

import dev.reactivetoken.token.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds secrets in a text that a server may have written: in clear, or in one of the forms they were sent in. */
final class Redaction {

    private static final String MASK = "****";
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private Redaction() {}

    /**
     * The text without these secrets. The longest go first, for a secret may stand inside another one.
     *
     * @param headers the values of the request's headers; those that are secrets hide others
     */
    static String redact(String text, Collection<Secret> secrets, Collection<String> headers) {
        Set<String> forms = new HashSet<>();
        for (Secret secret : secrets) {
            Set<Secret> all = headers.contains(secret.reveal()) ? ofHeader(secret) : Set.of(secret);
            all.forEach(each -> addForms(each.reveal(), forms));
        }
        return forms.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (clean, form) -> clean.replace(form, MASK));
    }

    /**
     * What a header value proves: its credentials alone (RFC 9110 section 11.4) and, of Basic, the pair in Base64 and
     * the password in it.
     */
    private static Set<Secret> ofHeader(Secret value) {
        Set<Secret> secrets = new HashSet<>(Set.of(value));
        String[] parts = value.reveal().split(" +", 2);
        if (parts.length == 2 && !parts[1].isEmpty()) {
            secrets.add(Secret.of(parts[1]));
            if (parts[0].equalsIgnoreCase("Basic")) {
                addPair(parts[1], secrets);
            }
        }
        return secrets;
    }

    private static void addPair(String base64, Set<Secret> secrets) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
            String password = pair.substring(pair.indexOf(':') + 1);
            if (!password.isEmpty()) {
                secrets.add(Secret.of(pair));
                secrets.add(Secret.of(password));
            }
        } catch (IllegalArgumentException notBase64) {
            // then nothing is encoded in it
        }
    }

    /** Form-encoded as this client does it, with {@code %20} for a blank, and with the digits in lower case. */
    private static void addForms(String secret, Set<String> forms) {
        String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String percent = encoded.replace("+", "%20");
        forms.add(secret);
        forms.add(encoded);
        forms.add(percent);
        forms.add(lowerCase(encoded));
        forms.add(lowerCase(percent));
    }

    private static String lowerCase(String encoded) {
        return ESCAPE.matcher(encoded).replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
    }
}
