package dev.reactivetoken.auth;

import dev.reactivetoken.endpoint.JsonObject;
import dev.reactivetoken.token.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Reads a client's id and secret from files; what is wrong with them is a {@link Problem}. */
final class CredentialFiles {

    private static final int MAX_BYTES = 64 * 1024;
    private static final int SWAPS_SURVIVED = 100;
    private static final List<String> ID = List.of("client-id", "client_id", "clientId");
    private static final List<String> SECRET = List.of("client-secret", "client_secret", "clientSecret");

    private CredentialFiles() {}

    /** What is wrong, in words without content. */
    static final class Problem extends IOException {
        private static final long serialVersionUID = 1L;

        Problem(String reason) {
            super(reason);
        }
    }

    @FunctionalInterface
    private interface Entries {
        @Nullable
        String get(String name) throws IOException;
    }

    static ClientCredential read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return directory(path);
        }
        String name = String.valueOf(path.getFileName());
        if (name.endsWith(".json")) {
            return json(text(path));
        }
        if (name.endsWith(".properties")) {
            return properties(text(path));
        }
        throw new Problem(Files.exists(path) ? "is no directory, .json or .properties file" : "is missing");
    }

    /** The secret alone stands in the file. */
    static ClientCredential read(String clientId, Path secretFile) throws IOException {
        String secret = file(secretFile);
        if (secret == null || secret.isEmpty()) {
            throw new Problem(secret == null ? "is missing" : "is empty");
        }
        return new ClientCredential(clientId, Secret.of(secret));
    }

    /** From one version of it: Kubernetes turns the link {@code ..data} to a new one, then deletes the old. */
    private static ClientCredential directory(Path directory) throws IOException {
        for (int swaps = 0; ; swaps++) {
            Path data = directory.resolve("..data");
            Path base = Files.isSymbolicLink(data) ? Files.readSymbolicLink(data) : Path.of("");
            try {
                return pair(name -> file(directory.resolve(base).resolve(name)));
            } catch (Problem e) {
                boolean swapped = Files.isSymbolicLink(data) && !base.equals(Files.readSymbolicLink(data));
                if (!swapped || swaps == SWAPS_SURVIVED) {
                    throw e;
                }
            }
        }
    }

    private static @Nullable String file(Path file) throws IOException {
        if (Files.notExists(file)) {
            return null;
        }
        try {
            String text = text(file);
            int end = text.length();
            if (text.endsWith("\n")) {
                end -= text.endsWith("\r\n") ? 2 : 1;
            }
            return text.substring(0, end);
        } catch (Problem e) {
            throw new Problem(file.getFileName() + " " + e.getMessage());
        }
    }

    private static ClientCredential json(String text) throws IOException {
        JsonObject object = JsonObject.parse(text);
        if (object == null) {
            throw new Problem("is not a JSON object");
        }
        return pair(name -> {
            if (object.isOther(name)) {
                throw new Problem(name + " is not a string");
            }
            return object.text(name);
        });
    }

    private static ClientCredential properties(String text) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException e) {
            throw new Problem("has a malformed escape");
        }
        return pair(properties::getProperty);
    }

    private static ClientCredential pair(Entries entries) throws IOException {
        return new ClientCredential(entry(entries, ID), Secret.of(entry(entries, SECRET)));
    }

    private static String entry(Entries entries, List<String> names) throws IOException {
        for (String name : names) {
            String value = entries.get(name);
            if (value != null && value.isEmpty()) {
                throw new Problem(name + " is empty");
            }
            if (value != null) {
                return value;
            }
        }
        throw new Problem(names.get(0) + " is missing");
    }

    private static String text(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new Problem("is not a regular file"); // a pipe would keep the reading thread for ever
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new Problem("is larger than 64 KiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Problem("is not UTF-8");
        } catch (NoSuchFileException e) {
            throw new Problem("is missing");
        } catch (AccessDeniedException e) {
            throw new Problem("must not be read by this process");
        }
    }
}
