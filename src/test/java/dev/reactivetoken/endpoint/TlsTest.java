package dev.reactivetoken.endpoint;

import static dev.reactivetoken.endpoint.NettyTokenEndpointTest.TOKEN;
import static dev.reactivetoken.endpoint.RawServer.closing;
import static dev.reactivetoken.endpoint.RawServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reactivetoken.token.TokenException;
import dev.reactivetoken.token.TokenException.Unreachable;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TlsTest {

    private static final TokenRequest REQUEST = TokenRequest.of("client_credentials");

    private static X509Bundle authority;

    @BeforeAll
    static void makeAuthority() throws Exception {
        authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=Test Authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    @Test
    void a_trusted_server_is_asked_again_and_again_over_one_connection() throws Exception {
        try (RawServer server = RawServer.over(certified("localhost"), json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(trusting(server.uri()));

            endpoint.send(REQUEST);
            endpoint.send(REQUEST);

            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void a_stale_connection_is_made_good_here_too() throws Exception {
        try (RawServer server = RawServer.over(certified("localhost"), json(200, TOKEN), closing(), json(200, TOKEN))) {
            OneByOne endpoint = new OneByOne(trusting(server.uri()));

            endpoint.send(REQUEST);
            endpoint.send(REQUEST);

            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void a_certificate_for_another_host_is_refused() throws Exception {
        try (RawServer server = RawServer.over(certified("other.example"), json(200, TOKEN))) {
            assertRefused(trusting(server.uri()), server, "the server's certificate is not valid for this host");
        }
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() throws Exception {
        try (RawServer server = RawServer.over(certified("localhost"), json(200, TOKEN))) {
            assertRefused(
                    NettyTokenEndpoint.of(server.uri(), Dialect.STANDARD),
                    server,
                    "the server's certificate is not trusted");
        }
    }

    @Test
    void an_expired_certificate_is_refused() throws Exception {
        CertificateBuilder expired = certificate("localhost")
                .notBefore(Instant.now().minus(Duration.ofDays(30)))
                .notAfter(Instant.now().minus(Duration.ofDays(1)));
        try (RawServer server = RawServer.over(sockets(expired.buildIssuedBy(authority)), json(200, TOKEN))) {
            assertRefused(trusting(server.uri()), server, "the server's certificate has expired");
        }
    }

    @Test
    void a_server_without_tls_is_told_apart() throws Exception {
        try (RawServer server = RawServer.greeting("HTTP/1.1 400 s3cret\r\n\r\n")) {
            URI tls = URI.create(server.uri().toString().replace("http:", "https:"));

            assertThat(failure(trusting(tls)))
                    .isInstanceOf(Unreachable.class)
                    .hasMessage("no TLS with " + UriText.origin(tls) + ": the server does not speak it on this port")
                    .hasNoCause();
        }
    }

    private static void assertRefused(NettyTokenEndpoint endpoint, RawServer server, String why) {
        assertThat(failure(endpoint))
                .isInstanceOf(Unreachable.class)
                .hasMessage("no TLS with " + UriText.origin(server.uri()) + ": " + why)
                .hasCauseInstanceOf(Exception.class);
        assertThat(server.requests).isEmpty();
    }

    private static TokenException failure(NettyTokenEndpoint endpoint) {
        return catchThrowableOfType(
                TokenException.class, () -> endpoint.send(REQUEST).block(Duration.ofSeconds(10)));
    }

    private static NettyTokenEndpoint trusting(URI uri) throws Exception {
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(authority.getRootCertificate())
                .build();
        return NettyTokenEndpoint.of(uri, Dialect.STANDARD)
                .withHttpClient(client -> client.secure(spec -> spec.sslContext(tls)));
    }

    private static ServerSocketFactory certified(String host) throws Exception {
        return sockets(certificate(host).buildIssuedBy(authority));
    }

    private static CertificateBuilder certificate(String host) {
        return new CertificateBuilder().ecp256().subject("CN=" + host).addSanDnsName(host);
    }

    private static ServerSocketFactory sockets(X509Bundle certificate) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }
}
