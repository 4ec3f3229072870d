package dev.reactivetoken.testing.server;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A throw-away certificate for localhost with the context that serves it. Of BouncyCastle, which netty-pkitesting
 * writes its DER with, only the plain classes are used: no security provider is registered or asked.
 */
record Certificate(X509Certificate certificate, SslContext context) {

    private static final Duration VALIDITY = Duration.ofDays(30);

    static Certificate create() {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .ecp256()
                    .subject("CN=localhost")
                    .addSanDnsName("localhost")
                    .addSanIpAddress("127.0.0.1")
                    .addSanIpAddress("::1")
                    .notAfter(Instant.now().plus(VALIDITY))
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            SslContext context = SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificate())
                    .build();
            return new Certificate(bundle.getCertificate(), context);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException("tls() needs io.netty:netty-pkitesting on the class path", e);
        } catch (Exception e) {
            throw new IllegalStateException("could not make a certificate for localhost", e);
        }
    }
}
