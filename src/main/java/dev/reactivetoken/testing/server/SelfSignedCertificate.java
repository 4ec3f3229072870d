package dev.reactivetoken.testing.server;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate for localhost, 127.0.0.1 and ::1 that is valid for 30 days, with the context that serves it. */
record SelfSignedCertificate(X509Certificate certificate, SslContext context) {

    /** No secret: the key store is readable by this user alone, and only for a moment. */
    private static final String PASSWORD = "changeit";

    /**
     * Makes one with the keytool of this JDK. Blocks for about half a second.
     *
     * @throws IllegalStateException when keytool cannot be run
     */
    static SelfSignedCertificate create() {
        return create(Path.of(System.getProperty("java.home", "")));
    }

    static SelfSignedCertificate create(Path javaHome) {
        try {
            Path directory = Files.createTempDirectory("token-server"); // for this user alone
            Path keyStore = directory.resolve("localhost.p12");
            try {
                new Keytool(javaHome).generate(keyStore, PASSWORD);
                return load(keyStore);
            } finally {
                Files.deleteIfExists(keyStore);
                Files.delete(directory);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("tls() cannot make a certificate for localhost: " + e.getMessage(), e);
        }
    }

    private static SelfSignedCertificate load(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        X509Certificate certificate = (X509Certificate) store.getCertificate(Keytool.ALIAS);
        PrivateKey key = (PrivateKey) store.getKey(Keytool.ALIAS, PASSWORD.toCharArray());
        return new SelfSignedCertificate(
                certificate, SslContextBuilder.forServer(key, certificate).build());
    }
}
