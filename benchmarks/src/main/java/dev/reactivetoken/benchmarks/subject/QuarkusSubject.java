package dev.reactivetoken.benchmarks.subject;

import dev.reactivetoken.benchmarks.harness.Endpoint;
import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;

/**
 * The class that keeps the token in a Quarkus application, over the barest client instead of a running Quarkus. No
 * refresh token and so no skew: callers get the token until its end.
 */
final class QuarkusSubject implements Subject, OidcClient {

    private final TokensHelper tokens = new TokensHelper();
    private final Endpoint endpoint;

    QuarkusSubject(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void subscribe(TokenSubscriber subscriber) {
        tokens.getTokens(this).subscribe().with(subscriber::onNext, subscriber::onError);
    }

    @Override
    public Uni<Tokens> getTokens(Map<String, String> parameters) {
        return Uni.createFrom()
                .completionStage(() -> endpoint.fetch().toFuture())
                .map(granted -> new Tokens(
                        granted.token(),
                        granted.expires().getEpochSecond(),
                        (Duration) null,
                        null,
                        null,
                        null,
                        "client"));
    }

    @Override
    public Uni<Tokens> refreshTokens(String refreshToken, Map<String, String> parameters) {
        return getTokens(parameters);
    }

    @Override
    public Uni<Boolean> revokeAccessToken(String token, Map<String, String> parameters) {
        return Uni.createFrom().item(false);
    }

    @Override
    public void close() {}
}
