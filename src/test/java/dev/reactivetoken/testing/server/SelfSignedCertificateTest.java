package dev.reactivetoken.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {

    private static final int DNS = 2;
    private static final int IP = 7;

    @TempDir
    private Path javaHome;

    @Test
    void is_for_localhost_by_name_and_address_and_may_be_trusted_as_an_authority() throws Exception {
        X509Certificate certificate = SelfSignedCertificate.create().certificate();

        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(
                        List.of(DNS, "localhost"), List.of(IP, "127.0.0.1"), List.of(IP, "0:0:0:0:0:0:0:1"));
        assertThat(certificate.getBasicConstraints()).isNotNegative();
        certificate.verify(certificate.getPublicKey());
    }

    @Test
    void a_java_without_keytool_is_named() {
        assertThatThrownBy(() -> SelfSignedCertificate.create(javaHome))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("tls() cannot make a certificate for localhost: ")
                .hasMessageContaining(javaHome.resolve("bin").resolve("keytool").toString());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void what_a_failing_keytool_says_is_told_and_its_files_are_deleted() throws IOException {
        Path arguments = javaHome.resolve("arguments");
        keytool("echo \"$@\" > " + arguments, "echo this is why", "exit 1");

        assertThatThrownBy(() -> SelfSignedCertificate.create(javaHome))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("keytool failed: this is why");
        Path keyStore = Path.of(Files.readString(arguments).replaceFirst("(?s).* -keystore (\\S+).*", "$1"));
        assertThat(keyStore).hasFileName("localhost.p12");
        assertThat(keyStore.getParent()).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void an_interrupt_ends_keytool_and_is_kept() throws IOException {
        keytool("exec sleep 60");
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> SelfSignedCertificate.create(javaHome)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void keytool(String... lines) throws IOException {
        Path script = Files.createDirectory(javaHome.resolve("bin")).resolve("keytool");
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
