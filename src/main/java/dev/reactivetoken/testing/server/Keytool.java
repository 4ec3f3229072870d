package dev.reactivetoken.testing.server;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code keytool}, which every JDK and JRE has. */
final class Keytool {

    static final String ALIAS = "localhost";

    private static final int LIMIT_SECONDS = 30;

    /** Halves the time that it takes. */
    private static final List<String> QUICK_START = List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

    private static final List<String> SELF_SIGNED = List.of(
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost,ip:127.0.0.1,ip:::1",
            "-ext",
            "bc:critical=ca:true",
            "-validity",
            "30",
            "-storetype",
            "PKCS12");

    private final Path command;

    Keytool(Path javaHome) {
        this.command = javaHome.resolve("bin").resolve("keytool");
    }

    /**
     * Writes a key store with a new key and its certificate. Blocks.
     *
     * @throws IOException when keytool is missing or fails; the message says what it said
     */
    void generate(Path keyStore, String password) throws IOException {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(QUICK_START);
        line.addAll(SELF_SIGNED);
        line.addAll(List.of("-keystore", keyStore.toString(), "-storepass", password));
        Path output = Files.createTempFile(keyStore.getParent(), "keytool", ".txt");
        try {
            run(new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start());
            if (!Files.exists(keyStore)) {
                throw new IOException(command + " failed: "
                        + Files.readString(output, Charset.defaultCharset()).strip());
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private void run(Process process) throws IOException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command + " did not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command + " was running", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
