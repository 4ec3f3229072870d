package dev.reactivetoken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reactivetoken.auth.ClientAuthentication;
import dev.reactivetoken.auth.CredentialSource;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.grant.AuthorizationRequest;
import dev.reactivetoken.provider.Barracuda;
import dev.reactivetoken.provider.Provider;
import dev.reactivetoken.provider.Region;
import dev.reactivetoken.testing.server.Profile;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.AccessToken;
import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException.Refused;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.netty.http.Http11SslContextSpec;

/** The built-in providers against a server that is as strict as they are, from the first request to the resource. */
class ProvidersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "fedcba9876543210fedcba9876543210";

    private final ShiftedClock clock = new ShiftedClock();
    private final HttpClient browser = HttpClient.newHttpClient();
    private TokenServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private TokenSourceBuilder source(Provider provider) {
        return ReactiveTokenSource.builder()
                .provider(provider.withTokenUri(server.tokenUri()))
                .credential(CredentialSource.fixed(ID, Secret.of(SECRET)))
                .clock(clock);
    }

    private int get(String path, AccessToken token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", token.authorization())
                .build();
        return browser.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void the_token_service_gives_a_bearer_token_that_its_resources_accept() throws IOException, InterruptedException {
        server = TokenServer.builder()
                .client(ID, SECRET, Barracuda.ESS_ACCOUNT_READ)
                .start();
        try (ReactiveTokenSource source = source(Barracuda.tokenService(Region.US))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .build()) {
            AccessToken token = source.token().block(PATIENCE);

            assertThat(token.scheme()).isEqualTo("Bearer");
            assertThat(token.lifetime()).isEqualTo(Duration.ofHours(1));
            assertThat(get("/beta/accounts/ess", token)).isEqualTo(200);
        }
    }

    @Test
    void the_token_service_takes_id_and_secret_in_the_body_as_well() {
        server = TokenServer.builder()
                .client(ID, SECRET, Barracuda.ESS_ACCOUNT_READ)
                .start();
        try (ReactiveTokenSource source = source(Barracuda.tokenService(Region.UK))
                .authentication(ClientAuthentication.post(CredentialSource.fixed(ID, Secret.of(SECRET))))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .build()) {
            assertThat(source.token().block(PATIENCE)).isNotNull();
        }
    }

    @Test
    void echoplatform_gives_a_token_for_its_own_scheme() throws IOException, InterruptedException {
        server = TokenServer.builder()
                .profile(Profile.ECHOPLATFORM)
                .client(ID, SECRET, Barracuda.ACCOUNTS_READ, Barracuda.COMPUTERS_READ)
                .start();
        try (ReactiveTokenSource source = source(Barracuda.echoplatform(Region.US))
                .scopes(Barracuda.ACCOUNTS_READ, Barracuda.COMPUTERS_READ)
                .build()) {
            AccessToken token = source.token().block(PATIENCE);

            assertThat(token.authorization()).startsWith("OAuth ");
            assertThat(token.scopes()).containsExactly(Barracuda.ACCOUNTS_READ, Barracuda.COMPUTERS_READ);
            assertThat(get("/v1/accounts", token)).isEqualTo(200);
        }
    }

    @Test
    void echoplatform_renews_by_refresh_token_after_a_user_has_signed_in() throws IOException, InterruptedException {
        URI back = URI.create("https://app.example/callback");
        server = TokenServer.builder()
                .profile(Profile.ECHOPLATFORM)
                .client(ID, SECRET, Barracuda.ACCOUNTS_READ)
                .redirectUri(back)
                .start();
        Provider provider = Barracuda.echoplatformWebServer(Region.US);
        AuthorizationRequest request = AuthorizationRequest.of(server.uri("/oauth2/authorize"), ID, back)
                .dialect(provider.dialect())
                .scopes(Barracuda.ACCOUNTS_READ);
        HttpResponse<Void> signedIn =
                browser.send(HttpRequest.newBuilder(request.uri()).build(), HttpResponse.BodyHandlers.discarding());
        URI redirectedTo = URI.create(signedIn.headers().firstValue("Location").orElseThrow());

        try (ReactiveTokenSource source =
                source(provider).grant(request.grant(redirectedTo)).build()) {
            AccessToken first = source.token().block(PATIENCE);
            assertThat(get("/v1/accounts", first)).isEqualTo(200);
            for (int i = 0; i < 3; i++) { // each refresh token works once
                clock.advance(Duration.ofHours(1));
                AccessToken next = source.token().block(PATIENCE);
                assertThat(next).isNotEqualTo(first);
                assertThat(get("/v1/accounts", next)).isEqualTo(200);
            }
            server.revokeRefreshTokens();
            clock.advance(Duration.ofHours(1));
            assertThatThrownBy(() -> source.token().block(PATIENCE))
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining("sign the user in again");
        }
    }

    @Test
    void a_secret_reset_under_load_is_noticed_by_nobody(@TempDir Path directory) throws IOException {
        server = TokenServer.builder()
                .client(ID, SECRET, Barracuda.ESS_ACCOUNT_READ)
                .lifetime(Duration.ofSeconds(2))
                .start();
        Files.writeString(directory.resolve("client-id"), ID);
        Files.writeString(directory.resolve("client-secret"), SECRET);
        AtomicInteger calls = new AtomicInteger();
        try (ReactiveTokenSource source = ReactiveTokenSource.builder()
                .provider(Barracuda.tokenService(Region.US).withTokenUri(server.tokenUri()))
                .credential(CredentialSource.file(directory))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .build()) {
            source.token().block(PATIENCE);
            server.resetSecret(ID, "a new secret");
            Path next = Files.writeString(directory.resolve("..next"), "a new secret");
            Files.move(next, directory.resolve("client-secret"), StandardCopyOption.REPLACE_EXISTING);

            Flux.interval(Duration.ofMillis(5))
                    .take(Duration.ofSeconds(5))
                    .flatMap(tick -> source.token())
                    .doOnNext(token -> calls.incrementAndGet())
                    .blockLast(PATIENCE);
        }

        assertThat(calls.get()).isGreaterThan(100);
        assertThat(server.counts().maxInFlight()).isEqualTo(1);
        assertThat(server.counts().refused()).isZero();
    }

    @Test
    void a_crowd_over_real_sockets_is_one_request() throws InterruptedException {
        server = TokenServer.builder()
                .client(ID, SECRET, Barracuda.ESS_ACCOUNT_READ)
                .delay(Duration.ofMillis(300))
                .start();
        try (ReactiveTokenSource source = source(Barracuda.tokenService(Region.US))
                .scopes(Barracuda.ESS_ACCOUNT_READ)
                .build()) {
            Set<AccessToken> got = ConcurrentHashMap.newKeySet();
            CountDownLatch served = new CountDownLatch(100_000);
            for (int i = 0; i < 100_000; i++) {
                source.token().subscribe(token -> {
                    got.add(token);
                    served.countDown();
                });
            }

            assertThat(served.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(got).hasSize(1);
            assertThat(server.counts().tokenRequests()).isEqualTo(1);
        }
    }

    @Test
    void a_server_whose_certificate_is_not_trusted_is_not_sent_a_secret() {
        server = TokenServer.builder()
                .client(ID, SECRET, Barracuda.ESS_ACCOUNT_READ)
                .tls()
                .start();
        TokenSourceBuilder builder = source(Barracuda.tokenService(Region.US)).scopes(Barracuda.ESS_ACCOUNT_READ);
        try (ReactiveTokenSource source = builder.build()) {
            assertThatThrownBy(() -> source.token().block(PATIENCE))
                    .isInstanceOf(Unreachable.class)
                    .hasMessageContaining("TLS");
        }
        assertThat(server.counts().tokenRequests()).isZero();

        NettyTokenEndpoint trusting = NettyTokenEndpoint.of(
                        server.tokenUri(), Barracuda.tokenService(Region.US).dialect())
                .withClock(clock)
                .withHttpClient(client -> client.secure(spec -> spec.sslContext(Http11SslContextSpec.forClient()
                        .configure((SslContextBuilder ssl) -> ssl.trustManager(server.certificate())))));
        try (ReactiveTokenSource source = builder.endpoint(trusting).build()) {
            assertThat(source.token().block(PATIENCE)).isNotNull();
        }
    }
}
