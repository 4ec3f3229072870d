package dev.reactivetoken.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reactivetoken.ReactiveTokenSource;
import dev.reactivetoken.endpoint.Dialect;
import dev.reactivetoken.endpoint.NettyTokenEndpoint;
import dev.reactivetoken.endpoint.TokenEndpoint;
import dev.reactivetoken.testing.server.TokenServer;
import dev.reactivetoken.token.TokenException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

/** How a token endpoint is reached: TLS by SSL bundles, proxy, plain http. */
class ClientEndpointTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ReactiveTokenAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues(
                    "reactive-token.clients.orders.client-id=id",
                    "reactive-token.clients.orders.client-secret=hush",
                    "reactive-token.clients.orders.scopes=ess:account:read");

    private static TokenServer tls() {
        return TokenServer.builder()
                .tls()
                .client("id", "hush", "ess:account:read")
                .start();
    }

    private static String tokenUri(TokenServer server) {
        return "reactive-token.clients.orders.token-uri=" + server.tokenUri();
    }

    @Test
    void trusts_what_the_ssl_bundle_trusts(@TempDir Path dir) throws Exception {
        try (TokenServer server = tls()) {
            Path certificate = dir.resolve("server.pem");
            Files.writeString(
                    certificate,
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(server.certificate().getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
            context.withPropertyValues(
                            tokenUri(server),
                            "reactive-token.clients.orders.ssl.bundle=auth",
                            "spring.ssl.bundle.pem.auth.truststore.certificate=" + certificate)
                    .run(made -> StepVerifier.create(
                                    made.getBean(ReactiveTokenSource.class).token())
                            .expectNextCount(1)
                            .expectComplete()
                            .verify(PATIENCE));
        }
    }

    @Test
    void an_endpoint_with_a_bundle_is_where_the_plain_one_is_and_has_its_event_loops() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
        try (TokenServer server = tls()) {
            bundles.registerBundle("auth", trusting(server.certificate()));
            NettyTokenEndpoint plain = NettyTokenEndpoint.of(server.tokenUri(), Dialect.STANDARD);

            TokenEndpoint secured = SecuredEndpoint.of(plain, "auth", bundles);

            assertThat(secured.uri()).isEqualTo(server.tokenUri());
            assertThat(secured.scheduler()).isInstanceOf(plain.scheduler().getClass());
        }
    }

    @Test
    void an_updated_bundle_is_used_from_the_next_request_on() {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
        try (TokenServer server = tls();
                TokenServer another = tls()) {
            bundles.registerBundle("auth", trusting(another.certificate()));
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(ReactiveTokenAutoConfiguration.class))
                    .withBean(DefaultSslBundleRegistry.class, () -> bundles)
                    .withPropertyValues(
                            tokenUri(server),
                            "reactive-token.clients.orders.client-id=id",
                            "reactive-token.clients.orders.client-secret=hush",
                            "reactive-token.clients.orders.scopes=ess:account:read",
                            "reactive-token.clients.orders.resilience.max-attempts=1",
                            "reactive-token.clients.orders.ssl.bundle=auth")
                    .run(made -> {
                        ReactiveTokenSource orders = made.getBean(ReactiveTokenSource.class);
                        StepVerifier.create(orders.token())
                                .expectError(TokenException.Unreachable.class)
                                .verify(PATIENCE);

                        bundles.updateBundle("auth", trusting(server.certificate()));

                        StepVerifier.create(orders.token())
                                .expectNextCount(1)
                                .expectComplete()
                                .verify(PATIENCE);
                    });
        }
    }

    private static SslBundle trusting(X509Certificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null);
            store.setCertificateEntry("server", certificate);
            return SslBundle.of(SslStoreBundle.of(null, null, store));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_unknown_bundle_keeps_the_application_from_starting() {
        context.withPropertyValues(
                        "reactive-token.clients.orders.token-uri=https://auth.example.com/token",
                        "reactive-token.clients.orders.ssl.bundle=nowhere")
                .run(made -> assertThat(made)
                        .getFailure()
                        .hasStackTraceContaining(
                                "reactive-token.clients.orders.ssl.bundle: SSL bundle name 'nowhere' cannot be found"));
    }

    @Test
    void goes_through_the_proxy() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> asked = CompletableFuture.supplyAsync(() -> firstLine(proxy));
            context.withPropertyValues(
                            "reactive-token.clients.orders.token-uri=https://auth.example.invalid/token",
                            "reactive-token.clients.orders.resilience.max-attempts=1",
                            "reactive-token.clients.orders.proxy.host=127.0.0.1",
                            "reactive-token.clients.orders.proxy.port=" + proxy.getLocalPort())
                    .run(made -> {
                        StepVerifier.create(
                                        made.getBean(ReactiveTokenSource.class).token())
                                .expectError(TokenException.Unreachable.class)
                                .verify(PATIENCE);
                        assertThat(asked.get(10, TimeUnit.SECONDS)).startsWith("CONNECT auth.example.invalid:443 ");
                    });
        }
    }

    private static String firstLine(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] start = new byte[256];
            int length = socket.getInputStream().read(start);
            return new String(start, 0, length, StandardCharsets.UTF_8);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void plain_http_has_to_be_allowed() {
        context.withPropertyValues(
                        "reactive-token.clients.orders.token-uri=http://auth.example.com/token",
                        "reactive-token.clients.orders.connect-timeout=500ms",
                        "reactive-token.clients.orders.allow-plain-http=true")
                .run(made -> assertThat(made).hasNotFailed());
    }
}
