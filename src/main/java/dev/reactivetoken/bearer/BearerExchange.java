package dev.reactivetoken.bearer;

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

    /** The HTTP method, in capitals. */
    String method();

    /** Where the request goes; absolute. */
    URI target();

    /** Whether the request already has an {@code Authorization} header of its own, which is left alone. */
    boolean isAuthorized();

    /**
     * Sends the request: with every header of this authorization, or as it is if that is null. Signals one response, or
     * an error.
     */
    Mono<R> send(@Nullable Authorization authorization);

    /** Whether the request can be sent again. Asked when the response to the first one has come. */
    boolean isRepeatable();

    /** The HTTP status. */
    int status(R response);

    /** The values of its {@code WWW-Authenticate} headers. */
    List<String> challenges(R response);

    /** Releases a response that is not read, its body included. */
    Mono<Void> discard(R response);
}
