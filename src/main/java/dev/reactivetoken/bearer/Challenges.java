package dev.reactivetoken.bearer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code WWW-Authenticate} says of a token (RFC 9110 section 11.6.1, RFC 6750 section 3). Reads the {@code error}
 * parameters wherever they stand: several challenges may share one header, and quoted strings hold commas.
 */
final class Challenges {

    /**
     * Causes that another token of the same grant does not cure (RFC 6750, 9470 and 9449). Every other one may mean the
     * token, by whatever name: OAuth 2.0 draft 10 says expired_token where RFC 6750 says invalid_token.
     */
    private static final Set<String> NOT_OF_THE_TOKEN =
            Set.of("insufficient_scope", "insufficient_user_authentication", "use_dpop_nonce", "invalid_dpop_proof");

    private static final String TOKEN_CHARACTER = "[!#$%&'*+.^_`|~0-9A-Za-z-]";

    /**
     * A parameter: a name, the equals sign, then a quoted string with escapes or a word. Begins where a name does and
     * does not backtrack, so that a hostile header costs no more than its length.
     */
    private static final Pattern PARAMETER = Pattern.compile("(?<!" + TOKEN_CHARACTER + ")(" + TOKEN_CHARACTER
            + "++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]*+))");

    /** The HTTP client bounds a header; what is read of it is bounded here as well. */
    private static final int LONGEST = 8192;

    private Challenges() {}

    /** Whether a rejection with these challenges may mean the token; also if there are none. */
    static boolean rejectToken(List<String> challenges) {
        return errors(challenges).stream().noneMatch(NOT_OF_THE_TOKEN::contains);
    }

    private static List<String> errors(List<String> challenges) {
        List<String> errors = new ArrayList<>();
        for (String challenge : challenges) {
            Matcher parameter = PARAMETER.matcher(challenge.substring(0, Math.min(challenge.length(), LONGEST)));
            while (parameter.find()) {
                if (parameter.group(1).equalsIgnoreCase("error")) {
                    String quoted = parameter.group(2);
                    errors.add(quoted != null ? quoted.replaceAll("\\\\(.)", "$1") : parameter.group(3));
                }
            }
        }
        return errors;
    }
}
