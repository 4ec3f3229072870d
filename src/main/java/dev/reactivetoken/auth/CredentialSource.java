package dev.reactivetoken.auth;

import dev.reactivetoken.token.Secret;
import dev.reactivetoken.token.TokenException;
import java.nio.file.Path;
import reactor.core.publisher.Mono;

/**
 * Where a client's id and secret come from. Asked at every token request, so that a secret reset at the provider
 * (Barracuda "RESET", ECHOplatform "Renew") takes effect without a restart. A vault or a cloud's secret manager is a
 * lambda.
 */
@FunctionalInterface
public interface CredentialSource {

    /**
     * The credential of this moment. Each subscription looks anew; implementations must not block the subscribing
     * thread. Signals exactly one value, or {@link TokenException.Unavailable} saying what is missing where.
     */
    Mono<ClientCredential> current();

    /**
     * Always this one.
     *
     * @throws IllegalArgumentException when the id is empty
     */
    static CredentialSource fixed(String clientId, Secret clientSecret) {
        return new FixedCredential(new ClientCredential(clientId, clientSecret));
    }

    /** From two environment variables; one that is missing or empty is an error naming the variable. */
    static CredentialSource environment(String idVariable, String secretVariable) {
        return new EnvironmentCredential(idVariable, secretVariable, System::getenv);
    }

    /**
     * From files, read again at every subscription, on {@link reactor.core.scheduler.Schedulers#boundedElastic()}:
     *
     * <ul>
     *   <li>a directory with a file for the id and one for the secret, as Kubernetes and Vault agents mount them, or
     *   <li>one {@code .json} file, an object of strings, or
     *   <li>one {@code .properties} file (where a backslash starts an escape).
     * </ul>
     *
     * <p>The files or keys are named {@code client-id}, {@code client_id} or {@code clientId}, and the same for
     * {@code client-secret}. Text is UTF-8, with or without byte order mark, at most 64 KiB. In a directory, one line
     * end that closes a file is dropped; every other blank counts.
     *
     * <p>A read that fails (missing, unreadable, empty, malformed, only half of the pair) after a good one answers the
     * last good one and logs a warning once per problem; the first good read after it is logged too. Without a good one
     * it is a {@link TokenException.Unavailable} that says which file and what is wrong. Content is never logged. A
     * Kubernetes mount is read from one version of it. Elsewhere, replace files by renaming: a writer caught in the
     * middle can look like a short secret.
     */
    static CredentialSource file(Path path) {
        return new FileCredential(path);
    }

    /**
     * An id that stays, and a file that holds the secret alone, read in the same way: at every subscription, the last
     * good one kept, one closing line end dropped.
     *
     * @throws IllegalArgumentException when the id is empty
     */
    static CredentialSource file(String clientId, Path secretFile) {
        return new FileCredential(clientId, secretFile);
    }
}
