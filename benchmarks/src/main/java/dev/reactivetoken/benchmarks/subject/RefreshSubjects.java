package dev.reactivetoken.benchmarks.subject;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.Resilience;
import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.benchmarks.harness.Versions;
import dev.reactivetoken.grant.Grant;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenResponse;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** What obtains a token from a {@link LambdaEndpoint}. */
public enum RefreshSubjects {
    REACTIVE_TOKEN(Subjects.REACTIVE_TOKEN.label, RefreshSubjects::source),
    /** What reactive-token does between its engine and the endpoint: no cache, no retry, no deadline. */
    PIPELINE("reactive-token, grant and authentication alone", RefreshSubjects::pipeline),
    /** The same steps as one writes them by hand. */
    BARE("bare pipeline (floor)", RefreshSubjects::bare);

    private static final CredentialSource CREDENTIAL = CredentialSource.fixed("client", Secret.of("secret"));

    public final String label;
    private final Function<LambdaEndpoint, Mono<?>> token;

    RefreshSubjects(String label, Function<LambdaEndpoint, Mono<?>> token) {
        this.label = label;
        this.token = token;
    }

    public Mono<?> tokenOf(LambdaEndpoint endpoint) {
        return token.apply(endpoint);
    }

    public String version() {
        return this == BARE ? Versions.of("io.projectreactor:reactor-core") : Subjects.REACTIVE_TOKEN.version();
    }

    private static Mono<?> source(LambdaEndpoint endpoint) {
        return ReactiveTokenSource.builder()
                .endpoint(request -> Mono.fromSupplier(endpoint::answer))
                .credential(CREDENTIAL)
                .resilience(Resilience.defaults("refresh"))
                .clock(endpoint.loop)
                .scheduler(endpoint.loop)
                .build()
                .token();
    }

    private static Mono<?> pipeline(LambdaEndpoint endpoint) {
        Grant grant = Grant.clientCredentials();
        ClientAuthentication authentication = ClientAuthentication.basic(CREDENTIAL);
        return Mono.defer(() -> grant.request(null)
                .flatMap(authentication::authenticate)
                .flatMap(request -> Mono.fromSupplier(endpoint::answer))
                .map(TokenResponse::accessToken));
    }

    private static Mono<?> bare(LambdaEndpoint endpoint) {
        record Request(Map<String, String> form, String authorization) {}
        record Token(String value, long expires) {}
        return Mono.fromSupplier(() -> Map.of("grant_type", "client_credentials"))
                .flatMap(form -> Mono.fromSupplier(() -> "client:secret".getBytes(UTF_8))
                        .map(pair ->
                                new Request(form, "Basic " + Base64.getEncoder().encodeToString(pair))))
                .flatMap(request -> Mono.fromSupplier(() ->
                        new Token(endpoint.token(), endpoint.loop.monotonicTime() + LambdaEndpoint.LIFE.toNanos())))
                .cacheInvalidateIf(held -> endpoint.loop.monotonicTime() >= held.expires);
    }
}
