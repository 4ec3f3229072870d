package dev.reactivetoken;

import dev.reactivetoken.endpoint.TokenRequest;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenResponse;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What a refresh may do about a refusal, once: send another request. */
@FunctionalInterface
interface Recovery {

    /** The request to send in place of the refused one; empty if this is no cure. */
    Mono<Attempt> cure(Attempt refused, Refused error);

    /**
     * A request as it was sent.
     *
     * @param request with the proof of the client's identity
     * @param previous the answer that its grant was given
     */
    record Attempt(TokenRequest request, @Nullable TokenResponse previous) {}

    /** All there are, in the order in which they are tried. {@code signed} asks grant and authentication anew. */
    static List<Recovery> all(
            Function<@Nullable TokenResponse, Mono<Attempt>> signed,
            Runnable credentialChanged,
            RefreshHistory history) {
        return List.of(changedCredential(signed, credentialChanged), deadRefreshToken(signed, history));
    }

    /** A secret may have been reset between reading the credential and its use. */
    private static Recovery changedCredential(
            Function<@Nullable TokenResponse, Mono<Attempt>> signed, Runnable credentialChanged) {
        return (refused, error) -> !error.concernsClient()
                ? Mono.empty()
                : signed.apply(refused.previous())
                        .filter(again -> !again.request().sameCredentialAs(refused.request()))
                        .doOnNext(again -> credentialChanged.run());
    }

    /** By any refusal that does not name the client: some servers answer a dead refresh token with a bare 401. */
    private static Recovery deadRefreshToken(
            Function<@Nullable TokenResponse, Mono<Attempt>> signed, RefreshHistory history) {
        return (refused, error) -> {
            boolean dead = refused.previous() != null
                    && refused.request().grantType().equals("refresh_token")
                    && error.isOAuthAnswer()
                    && !"invalid_client".equals(error.error())
                    && !"unauthorized_client".equals(error.error());
            if (!dead) {
                return Mono.empty();
            }
            history.refreshTokenIsDead();
            return signed.apply(null);
        };
    }
}
