package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class TokenServerTlsTest {

    private static final String GOOD =
            "grant_type=client_credentials&scope=ess:account:read&client_id=id&client_secret=secret";

    private static final TokenServer SERVER = TokenServer.builder()
            .client("id", "secret", "ess:account:read")
            .tls()
            .start();

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void a_client_that_trusts_the_certificate_is_served(String host) throws Exception {
        URI uri = URI.create("https://" + host + ":" + SERVER.port() + "/token");
        assertThat(ask(trusting(SERVER.certificate()), uri).statusCode()).isEqualTo(200);
        assertThat(SERVER.tokenUri()).hasScheme("https").hasHost("localhost");
    }

    @Test
    void other_clients_are_not() {
        assertThatThrownBy(() -> ask(Http.CLIENT, SERVER.tokenUri())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void each_server_has_a_certificate_of_its_own_made_without_another_security_provider() {
        try (TokenServer other = TokenServer.builder().tls().start()) {
            assertThat(other.certificate()).isNotEqualTo(SERVER.certificate());
            assertThat(Security.getProvider("BC")).isNull();
        }
    }

    static Fault[] lowLevelFaults() {
        return new Fault[] {Fault.reset(), Fault.halfBody(), Fault.garbage()};
    }

    @ParameterizedTest
    @MethodSource("lowLevelFaults")
    void the_faults_below_http_work_here_too(Fault fault) throws Exception {
        HttpClient client = trusting(SERVER.certificate());
        SERVER.fault(fault, 1);
        assertThatThrownBy(() -> ask(client, SERVER.tokenUri())).isInstanceOf(IOException.class);
        assertThat(ask(client, SERVER.tokenUri()).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> ask(HttpClient client, URI uri) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(GOOD))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient trusting(X509Certificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("server", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(context)
                .build();
    }
}
