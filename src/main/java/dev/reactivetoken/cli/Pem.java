package dev.reactivetoken.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** Writes a certificate in PEM form, for clients that are to trust it. */
final class Pem {

    private static final int COLUMNS = 64;

    private Pem() {}

    static Path write(X509Certificate certificate, Path file) throws IOException {
        try {
            Base64.Encoder lines = Base64.getMimeEncoder(COLUMNS, "\n".getBytes(StandardCharsets.US_ASCII));
            return Files.writeString(
                    file,
                    "-----BEGIN CERTIFICATE-----\n" + lines.encodeToString(certificate.getEncoded())
                            + "\n-----END CERTIFICATE-----\n");
        } catch (CertificateEncodingException e) {
            throw new IOException("the certificate cannot be written", e);
        }
    }
}
