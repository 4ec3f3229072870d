package dev.reactivetoken.endpoint;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Code and description of an error response (RFC 6749 section 5.2), fit for a message. */
final class ErrorMembers {

    private static final Set<String> TOKENS = Set.of("access_token", "refresh_token", "id_token");

    /** How providers name code and description where they do not follow the RFC, in lower case. */
    private static final Set<String> OTHER_NAMES = Set.of(
            "code",
            "errcode",
            "error_code",
            "errorcode",
            "message",
            "errmsg",
            "error_message",
            "errormessage",
            "errorsummary",
            "faultstring",
            "reason",
            "description",
            "title",
            "type",
            "detail");

    private ErrorMembers() {}

    /** The {@code error}; null when there is none, or it is an object or array. */
    static @Nullable String code(@Nullable JsonObject json, TokenRequest request) {
        @Nullable String code = json == null ? null : json.text("error");
        if (json == null || code == null || json.isStructure("error")) {
            return null;
        }
        // programs read the code of a standard: no secret of the same letters may blot it out
        return ErrorCodes.isRegistered(code) ? code : clean(code, json, request);
    }

    /** The {@code error_description}, else what stands in members of other providers' names, at any depth. */
    static @Nullable String description(@Nullable JsonObject json, @Nullable String body, TokenRequest request) {
        if (json == null || body == null) {
            return null;
        }
        @Nullable String description = json.text("error_description");
        if (description != null) {
            return clean(description, json, request);
        }
        List<String> others = JsonObject.scalars(body, OTHER_NAMES);
        return others.isEmpty() ? null : clean(String.join(", ", others), json, request);
    }

    /** Without the tokens that stand beside it. */
    private static @Nullable String clean(String words, JsonObject json, TokenRequest request) {
        String clean = words;
        for (String token : TOKENS) {
            @Nullable String value = json.text(token);
            if (value != null) {
                clean = clean.replace(value, "****");
            }
        }
        return ErrorText.clean(clean, request);
    }
}
