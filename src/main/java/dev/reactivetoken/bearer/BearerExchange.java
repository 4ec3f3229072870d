package dev.reactivetoken.bearer;

import dev.reactivetoken.token.AccessToken;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One request, as {@link BearerCall} needs to see it, whatever the HTTP client. Used for one subscription.
 *
 * @param <R> the response: its status and headers, with a body that is still to be read
 */
public interface BearerExchange<R> {

    /** Where the request goes; absolute. */
    URI target();

    /** Whether the caller has set an {@code Authorization} header himself, which is left alone. */
    boolean isAuthorized();

    /**
     * Sends the request, with {@link AccessToken#authorization()} as its {@code Authorization} header; as it is if the
     * token is null. Signals one response, or an error.
     */
    Mono<R> send(@Nullable AccessToken token);

    /** Whether the request can be sent again. Asked when the response to the first one has come. */
    boolean isRepeatable();

    /** The HTTP status. */
    int status(R response);

    /** The values of its {@code WWW-Authenticate} headers. */
    List<String> challenges(R response);

    /** Releases a response that nobody will read, its body included. */
    Mono<Void> discard(R response);
}
