package dev.reactivetoken.benchmarks.subject;

/**
 * A way to have a token at hand, as its users would use it: one instance is one client of one token endpoint.
 *
 * <p>To compare another one, write such a class of about ten lines and name it in {@link Subjects}.
 */
@FunctionalInterface
public interface Subject extends AutoCloseable {

    /**
     * Share of a token's life that is left when it is to be renewed, for subjects that renew ahead: what reactive-token
     * does by default, on average, so that all make about as many requests.
     */
    double AHEAD = 0.19;

    /** Share of a token's life that is left when it is no longer used, for subjects that can set that. */
    double MARGIN = 0.03;

    /** Signals a token or an error, before it returns if a token is held. Blocks only if the subject is labelled so. */
    void subscribe(TokenSubscriber subscriber);

    /** A resource server has rejected this token. Does nothing where the subject cannot be told so. */
    default void reject(Object token) {}

    @Override
    default void close() {}
}
