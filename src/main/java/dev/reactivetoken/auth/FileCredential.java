package dev.reactivetoken.auth;

import dev.reactivetoken.token.TokenException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A credential in files that may change at any time: read at every subscription, a bad read keeps the last good one. */
final class FileCredential implements CredentialSource {

    private static final Logger log = LoggerFactory.getLogger(CredentialSource.class);

    private final Path path;
    private final Reader reader;
    private final Mono<ClientCredential> current =
            Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic());

    private @Nullable ClientCredential lastGood; // guarded by this
    private @Nullable String problem; // guarded by this; the one last warned of

    /** Reads what the path names. */
    @FunctionalInterface
    private interface Reader {
        ClientCredential read() throws IOException;
    }

    FileCredential(Path path) {
        this(path, () -> CredentialFiles.read(path));
    }

    FileCredential(String clientId, Path secretFile) {
        this(secretFile, () -> CredentialFiles.read(clientId, secretFile));
        ClientCredential.requireId(clientId);
    }

    private FileCredential(Path path, Reader reader) {
        this.path = path;
        this.reader = reader;
    }

    @Override
    public Mono<ClientCredential> current() {
        return current;
    }

    @Override
    public String toString() {
        return "FileCredential[" + path + ']';
    }

    // reading under the lock: a slow reader can not put an older credential over a newer one
    synchronized ClientCredential read() {
        try {
            return succeeded(reader.read());
        } catch (CredentialFiles.Problem e) {
            return failed(String.valueOf(e.getMessage()), null);
        } catch (IOException | RuntimeException e) {
            return failed("cannot be read (" + e.getClass().getSimpleName() + ')', e);
        }
    }

    private ClientCredential succeeded(ClientCredential credential) {
        if (problem != null) {
            log.info("client credential {} reads well again", path);
        }
        problem = null;
        lastGood = credential;
        return credential;
    }

    private ClientCredential failed(String reason, @Nullable Throwable cause) {
        if (lastGood == null) {
            throw new TokenException.Unavailable("client credential " + path + ": " + reason, cause);
        }
        if (!reason.equals(problem)) {
            log.warn("client credential {}: {}; the last good one stays in use", path, reason);
        }
        problem = reason;
        return lastGood;
    }
}
